package dev.punchlist.lifecycle;

import dev.punchlist.PunchlistConfig;
import dev.punchlist.PunchlistConfig.Schema.Migrate;
import jakarta.inject.Singleton;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;
import org.jboss.logging.Logger;

/** Brings the schema to the version of this build, or checks that it is there. */
@Singleton
class SchemaMigration {

    private static final Logger LOG = Logger.getLogger(SchemaMigration.class);

    private final PunchlistConfig config;
    private final Flyway flyway;

    private volatile boolean done;

    SchemaMigration(PunchlistConfig config, Flyway flyway) {
        this.config = config;
        this.flyway = flyway;
    }

    void run() {
        try {
            if (config.schema().migrate() == Migrate.NEVER) {
                requireCurrent();
            } else {
                migrate();
            }
            done = true;
        } catch (FlywayException e) {
            throw new StartupFailure(
                    "the schema \"%s\" could not be migrated; look at %s and at the rights of the role: %s"
                            .formatted(
                                    config.schema().name(),
                                    StartupFailure.setting("punchlist.schema.name"),
                                    rootMessage(e)),
                    e);
        }
    }

    /** Whether the schema is known to be current. */
    boolean done() {
        return done;
    }

    private void migrate() {
        MigrateResult result = flyway.migrate();
        LOG.infof(
                "%s migrations applied, schema version %s",
                result.migrationsExecuted,
                result.migrationsExecuted == 0 ? result.initialSchemaVersion : result.targetSchemaVersion);
    }

    private void requireCurrent() {
        int pending = flyway.info().pending().length;
        if (pending > 0) {
            throw new StartupFailure("the schema \"%s\" lacks %s migrations and %s is \"never\""
                    .formatted(config.schema().name(), pending, StartupFailure.setting("punchlist.schema.migrate")));
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).strip().lines().findFirst().orElse("");
    }
}
