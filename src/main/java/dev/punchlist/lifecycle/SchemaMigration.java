package dev.punchlist.lifecycle;

import dev.punchlist.PunchlistConfig;
import dev.punchlist.PunchlistConfig.Schema.Migrate;
import dev.punchlist.lifecycle.adoption.Adoption;
import dev.punchlist.lifecycle.adoption.MigrationHistory;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.output.MigrateResult;
import org.jboss.logging.Logger;

/**
 * Brings the schema to the version of this build, or checks that it is there. A migration that was interrupted anywhere
 * can be continued: each is a transaction, or begins by removing what a former attempt may have left.
 */
@Singleton
class SchemaMigration {

    private static final Logger LOG = Logger.getLogger(SchemaMigration.class);

    private static final String ENCODING =
            "select pg_encoding_to_char(encoding) from pg_database where datname = current_database()";

    /** The SQLSTATE of a statement that waited for a lock as long as it may. */
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private static final int ATTEMPTS = 200;
    private static final long PAUSE_MILLIS = 2_000;

    private final PunchlistConfig.Schema config;
    private final Flyway flyway;
    private final Adoption adoption;

    private volatile boolean done;

    @Inject
    SchemaMigration(PunchlistConfig config, Flyway flyway) {
        this(config.schema(), flyway);
    }

    SchemaMigration(PunchlistConfig.Schema config, Flyway flyway) {
        this.config = config;
        this.flyway = flyway;
        this.adoption = new Adoption(flyway, config.name().toString());
    }

    void run() {
        try {
            requireUtf8();
            switch (config.migrate()) {
                case NEVER -> requireCurrent();
                case CHECK -> patiently(this::check);
                case AT_START, ONLY -> patiently(this::migrate);
            }
            done = config.migrate() != Migrate.CHECK;
        } catch (FlywayException | SQLException e) {
            throw new StartupFailure(
                    "the schema \"%s\" could not be migrated; look at %s and at the rights of the role: %s"
                            .formatted(config.name(), StartupFailure.setting("punchlist.schema.name"), rootMessage(e)),
                    e);
        }
    }

    /** A part of the work that can be repeated. */
    @FunctionalInterface
    private interface Step {
        void run() throws SQLException;
    }

    /**
     * Requests queue behind a change of the table that waits for its lock, and an export holds a lock for as long as its
     * client reads. So a change gives up the wait before requests time out, lets them pass, and is tried again.
     */
    private static void patiently(Step step) throws SQLException {
        for (int attempt = 1; true; attempt++) {
            try {
                step.run();
                return;
            } catch (FlywayException | SQLException e) {
                if (attempt == ATTEMPTS || !isLocked(e)) {
                    throw e;
                }
                LOG.info("The table is in use, by an export perhaps; the migration is tried again");
                pause(e);
            }
        }
    }

    private static boolean isLocked(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause instanceof SQLException sql && LOCK_NOT_AVAILABLE.equals(sql.getSQLState()));
    }

    private static void pause(Exception failure) {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FlywayException("The migration was stopped while it waited for a lock", failure);
        }
    }

    /** Whether the schema is known to be current. */
    boolean done() {
        return done;
    }

    private void requireUtf8() throws SQLException {
        try (Connection connection = flyway.getConfiguration().getDataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ENCODING)) {
            String encoding = row.next() ? row.getString(1) : "";
            if (!encoding.equals("UTF8")) {
                throw new StartupFailure(
                        "the database has the encoding %s, which does not hold every text; let %s name one with UTF8"
                                .formatted(encoding, StartupFailure.setting("punchlist.database.url")));
            }
        }
    }

    private void migrate() throws SQLException {
        Optional<Adoption.Findings> found = adoption.look();
        if (found.isEmpty()) {
            migrate(flyway);
            return;
        }
        found.get().notes().forEach(LOG::warn);
        requireAdoptable(found.get());
        LOG.info("A table of tasks is there already: it is adopted");
        migrate(adoption.perform());
    }

    private void requireAdoptable(Adoption.Findings found) {
        List<String> reasons = found.obstacles().stream()
                .map(obstacle -> obstacle + ". Nothing was changed; look at "
                        + StartupFailure.setting("punchlist.schema.name")
                        + " if another table is meant")
                .toList();
        if (!reasons.isEmpty()) {
            throw new StartupFailure(reasons);
        }
    }

    private void migrate(Flyway migrations) throws SQLException {
        MigrationHistory.of(migrations).forgetFailures();
        MigrateResult result = migrations.migrate();
        LOG.infof(
                "%s migrations applied, schema version %s",
                result.migrationsExecuted,
                result.migrationsExecuted == 0 ? result.initialSchemaVersion : result.targetSchemaVersion);
    }

    /** Tells what a migration would do, and changes nothing. */
    private void check() throws SQLException {
        Optional<Adoption.Findings> found = adoption.look();
        found.ifPresent(findings -> {
            findings.notes().forEach(LOG::warn);
            requireAdoptable(findings);
            LOG.infof("The table of tasks in the schema \"%s\" can be adopted", config.name());
        });
        if (found.isEmpty()) {
            MigrationInfoService info = flyway.info();
            int pending = info.pending().length;
            if (isNewer(info) && pending == 0) {
                LOG.infof(
                        "The schema \"%s\" is newer than this version of Punchlist, and is left as it is",
                        config.name());
            } else if (pending == 0) {
                LOG.infof("The schema \"%s\" is current: there is nothing to migrate", config.name());
            } else {
                LOG.infof("The schema \"%s\" can be migrated: it lacks %s migrations", config.name(), pending);
            }
        }
    }

    private static boolean isNewer(MigrationInfoService info) {
        return Stream.of(info.applied()).anyMatch(migration -> migration.getState() == MigrationState.FUTURE_SUCCESS);
    }

    private void requireCurrent() {
        int pending = flyway.info().pending().length;
        if (pending > 0) {
            throw new StartupFailure("the schema \"%s\" lacks %s migrations and %s is \"never\""
                    .formatted(config.name(), pending, StartupFailure.setting("punchlist.schema.migrate")));
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
