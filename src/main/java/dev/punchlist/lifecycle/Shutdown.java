package dev.punchlist.lifecycle;

import dev.punchlist.PunchlistConfig;
import dev.punchlist.database.pool.Pools;
import dev.punchlist.http.entry.Drain;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduler;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * What happens after SIGTERM. The framework waits the grace time and then for the requests in flight between the two
 * events observed here.
 */
@ApplicationScoped
class Shutdown {

    private static final Logger LOG = Logger.getLogger(Shutdown.class);
    private static final Duration POOL_TIMEOUT = Duration.ofSeconds(1);

    private final PunchlistConfig config;
    private final Drain drain;
    private final Pools pools;
    private final Scheduler scheduler;
    private final Clock clock;

    private Instant begin = Instant.MAX;

    Shutdown(PunchlistConfig config, Drain drain, Pools pools, Scheduler scheduler, Clock clock) {
        this.config = config;
        this.drain = drain;
        this.pools = pools;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    void drain(@Observes ShutdownDelayInitiatedEvent event) {
        begin = clock.instant();
        drain.begin(config.shutdown().grace());
        LOG.infof(
                "Stopping: not ready any more; new work is refused after %s ms, work in flight may take %s ms more",
                config.shutdown().grace().toMillis(),
                config.shutdown().timeout().toMillis());
    }

    void close(@Observes ShutdownEvent event) {
        long requestsEnded = sinceBegin();
        scheduler.pause();
        pools.close()
                .ifNoItem()
                .after(POOL_TIMEOUT)
                .recoverWithUni(() -> {
                    LOG.warn("Connections are still at work and are cut off; the database rolls their work back");
                    pools.cut();
                    return Uni.createFrom().voidItem();
                })
                .await()
                .indefinitely();
        // Not before: those that are cut off end one after the other.
        tellRequests(requestsEnded);
        LOG.infof(
                "Stopped: pools closed, %s ms after the stop began, %s s after the start",
                sinceBegin(), ManagementFactory.getRuntimeMXBean().getUptime() / 1_000);
    }

    private void tellRequests(long ended) {
        int left = drain.withoutAnswer();
        if (left == 0) {
            LOG.infof("Requests finished, %s ms after the stop began", ended);
        } else {
            LOG.warnf(
                    "%s requests got no answer: they were cut off, %s ms after the stop began; look at"
                            + " punchlist.shutdown.timeout",
                    left, ended);
        }
    }

    private long sinceBegin() {
        return begin.equals(Instant.MAX)
                ? 0
                : Duration.between(begin, clock.instant()).toMillis();
    }
}
