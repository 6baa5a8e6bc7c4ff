package dev.punchlist.http.connection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.SocketAddress;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Counts the connections that are ended, and logs them: the first of a second by itself, the others as a number. */
final class Cuts {

    private static final Logger LOG = Logger.getLogger(Cuts.class);
    private static final long SILENCE_MILLIS = 1_000;

    private final Map<Cut, Counter> counters = new EnumMap<>(Cut.class);
    private final Clock clock;

    private final AtomicLong untold = new AtomicLong();
    private final AtomicLong silentUntil = new AtomicLong();

    Cuts(MeterRegistry metrics, Clock clock) {
        this.clock = clock;
        for (Cut cut : Cut.values()) {
            counters.put(
                    cut,
                    Counter.builder("punchlist.http.connections.cut")
                            .description("Connections of clients that the service ended")
                            .tag("reason", cut.tag())
                            .register(metrics));
        }
    }

    void note(Cut cut, @Nullable SocketAddress client) {
        Objects.requireNonNull(counters.get(cut)).increment();
        long now = clock.millis();
        long until = silentUntil.get();
        if (now < until || !silentUntil.compareAndSet(until, now + SILENCE_MILLIS)) {
            untold.incrementAndGet();
            return;
        }
        LOG.logf(
                cut.level(),
                "The connection of %s was ended: %s (and %s more since the last line)",
                client,
                cut.reason(),
                untold.getAndSet(0));
    }
}
