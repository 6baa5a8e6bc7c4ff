package dev.punchlist.http.error;

import dev.punchlist.http.problem.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Counts what is refused because of the load, the database or the end of the process, and logs it: the first of a second
 * by itself, the others as a number. A flood of requests must not become a flood of lines.
 */
@Singleton
class Refusals {

    private static final Logger LOG = Logger.getLogger(ProblemWriter.class);
    private static final long SILENCE_MILLIS = 1_000;

    private final Map<ProblemType, Counter> counters = new EnumMap<>(ProblemType.class);
    private final AtomicLong untold = new AtomicLong();
    private final AtomicLong silentUntil = new AtomicLong();
    private final Clock clock;

    Refusals(MeterRegistry metrics, Clock clock) {
        this.clock = clock;
        for (ProblemType type : ProblemType.values()) {
            if (type.status() > 500) {
                counters.put(
                        type,
                        Counter.builder("punchlist.requests.refused")
                                .description("Requests answered with 503 or 504")
                                .tag("problem", type.slug())
                                .register(metrics));
            }
        }
    }

    void note(ProblemType type, String line) {
        Counter counter = counters.get(type);
        if (counter != null) {
            counter.increment();
        }
        long now = clock.millis();
        long until = silentUntil.get();
        if (now < until || !silentUntil.compareAndSet(until, now + SILENCE_MILLIS)) {
            untold.incrementAndGet();
            return;
        }
        long others = untold.getAndSet(0);
        LOG.warn(others == 0 ? line : line + " (and " + others + " more refusals since the last line)");
    }
}
