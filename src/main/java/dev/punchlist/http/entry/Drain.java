package dev.punchlist.http.entry;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Whether the instance is about to stop, from when on it takes no new work, and what it left unanswered. */
@Singleton
public class Drain {

    private final Clock clock;
    private final AtomicInteger unanswered = new AtomicInteger();

    private volatile @Nullable Instant refusesFrom;

    Drain(Clock clock) {
        this.clock = clock;
    }

    /** Begins to drain: readiness goes down now, new work is refused once the grace time is over. */
    public void begin(Duration grace) {
        refusesFrom = clock.instant().plus(grace);
    }

    /** Whether the instance has been told to stop. */
    public boolean begun() {
        return refusesFrom != null;
    }

    /** A request ended without an answer, because its connection was closed. */
    void unanswered() {
        if (begun()) {
            unanswered.incrementAndGet();
        }
    }

    /** How many requests got no answer since the stop began. */
    public int withoutAnswer() {
        return unanswered.get();
    }

    /** Whether new work is refused. */
    public boolean refusesWork() {
        Instant from = refusesFrom;
        return from != null && !clock.instant().isBefore(from);
    }
}
