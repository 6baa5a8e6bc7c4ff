package dev.punchlist.lifecycle;

import dev.punchlist.PunchlistConfig;
import dev.punchlist.PunchlistConfig.Schema.Migrate;
import dev.punchlist.database.pool.Pools;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduler;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/** What happens before the first connection is accepted, in order; a step that fails ends the start. */
@ApplicationScoped
class Startup {

    private static final Logger LOG = Logger.getLogger(Startup.class);
    private static final Duration WARM_UP_TIMEOUT = Duration.ofSeconds(30);

    private final PunchlistConfig config;
    private final StopDuringStart stop;
    private final Instance<EmbeddedDatabase> embedded;
    private final DatabaseWait databaseWait;
    private final SchemaMigration migration;
    private final SubstringIndex substringIndex;
    private final Pools pools;
    private final Scheduler scheduler;
    private final Clock clock;

    Startup(
            PunchlistConfig config,
            StopDuringStart stop,
            Instance<EmbeddedDatabase> embedded,
            DatabaseWait databaseWait,
            SchemaMigration migration,
            SubstringIndex substringIndex,
            Pools pools,
            Scheduler scheduler,
            Clock clock) {
        this.config = config;
        this.stop = stop;
        this.embedded = embedded;
        this.databaseWait = databaseWait;
        this.migration = migration;
        this.substringIndex = substringIndex;
        this.pools = pools;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        LOG.info("Settings are in order");
        stop.guard(this::steps);
    }

    private void steps() {
        if (embedded.isResolvable()) {
            step("Embedded database provided", embedded.get()::provide);
        }
        step("Database " + config.database().url() + " reached", databaseWait::await);
        if (config.schema().migrate() == Migrate.CHECK) {
            step("Schema " + config.schema().name() + " looked at", migration::run);
            throw exit("Exiting without a change, as punchlist.schema.migrate=check asks for");
        }
        if (config.schema().migrate() == Migrate.ONLY) {
            schema();
            throw exit("Exiting after the migration, as punchlist.schema.migrate=only asks for");
        }
        int warm = Math.min(config.pool().warmUp(), config.pool().maxSize());
        // Beside the look at the schema, which takes about as long.
        CompletableFuture<Void> warming = pools.warmUp(warm).subscribeAsCompletionStage();
        schema();
        step(
                "Pool warmed with %s connections".formatted(warm),
                () -> Uni.createFrom().completionStage(warming).await().atMost(WARM_UP_TIMEOUT));
        scheduler.resume();
    }

    private static PreventFurtherStepsException exit(String why) {
        LOG.info(why);
        Quarkus.asyncExit(0);
        return new PreventFurtherStepsException(0);
    }

    private void schema() {
        step("Schema " + config.schema().name() + " is current", migration::run);
        step("Index for substrings looked after", substringIndex::provide);
    }

    private void step(String done, Runnable step) {
        Instant begin = clock.instant();
        step.run();
        LOG.infof("%s in %s ms", done, Duration.between(begin, clock.instant()).toMillis());
    }
}
