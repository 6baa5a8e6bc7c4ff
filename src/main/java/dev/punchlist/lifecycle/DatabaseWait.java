package dev.punchlist.lifecycle;

import dev.punchlist.PunchlistConfig;
import dev.punchlist.database.failure.DatabaseRefusal;
import dev.punchlist.database.pool.Pools;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Waits until the database answers; a refusal that waiting cannot cure ends the start at once. */
@Singleton
class DatabaseWait {

    private static final Logger LOG = Logger.getLogger(DatabaseWait.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final double JITTER = 0.3;

    private final PunchlistConfig config;
    private final Pools pools;

    DatabaseWait(PunchlistConfig config, Pools pools) {
        this.config = config;
        this.pools = pools;
    }

    void await() {
        Duration timeout = config.startup().databaseTimeout();
        pools.ping()
                .ifNoItem()
                .after(timeout)
                .fail()
                .onFailure(failure -> DatabaseRefusal.of(failure).isEmpty())
                .invoke(failure -> LOG.warnf(
                        "Waiting for the database %s: %s", config.database().url(), failure.getMessage()))
                .onFailure(failure -> DatabaseRefusal.of(failure).isEmpty())
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .withJitter(JITTER)
                .expireIn(timeout.toMillis())
                .onFailure()
                .transform(this::explain)
                .await()
                .indefinitely();
    }

    private Throwable explain(Throwable failure) {
        return DatabaseRefusal.of(failure)
                .map(refusal -> switch (refusal) {
                    case ROLE_OR_PASSWORD ->
                        new StartupFailure(
                                "the database refuses the role \"%s\" or its password; look at %s and %s"
                                        .formatted(
                                                config.database().username(),
                                                StartupFailure.setting("punchlist.database.username"),
                                                StartupFailure.setting("punchlist.database.password")),
                                failure);
                    case NO_SUCH_DATABASE ->
                        new StartupFailure(
                                "the server has no such database; look at %s, which is %s"
                                        .formatted(
                                                StartupFailure.setting("punchlist.database.url"),
                                                config.database().url()),
                                failure);
                })
                .orElseGet(() -> new StartupFailure(
                        "the database %s did not answer within %s s; look at %s, or raise %s"
                                .formatted(
                                        config.database().url(),
                                        config.startup().databaseTimeout().toSeconds(),
                                        StartupFailure.setting("punchlist.database.url"),
                                        StartupFailure.setting("punchlist.startup.database-timeout")),
                        failure));
    }
}
