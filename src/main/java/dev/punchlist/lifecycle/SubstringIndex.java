package dev.punchlist.lifecycle;

import dev.punchlist.PunchlistConfig;
import dev.punchlist.PunchlistConfig.Schema.Migrate;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Gives the search for substrings its index. That takes the extension {@code pg_trgm}, which a role may not be allowed to
 * create; without it the search still works, row by row. Not a migration, because it can become possible later.
 */
@Singleton
class SubstringIndex {

    private static final Logger LOG = Logger.getLogger(SubstringIndex.class);
    private static final String NAME = "ix_tasks_folded_substrings";

    /** The index of former versions, whose searches compared letters by the locale of the database. */
    private static final String FORMER_NAME = "ix_tasks_substrings";

    /** The schema of the extension, which need not be on the search path. */
    private static final String EXTENSION =
            "select quote_ident(nspname) from pg_extension join pg_namespace on pg_namespace.oid = extnamespace"
                    + " where extname = 'pg_trgm'";

    private static final String VALID =
            "select 'yes' from pg_index where indexrelid = to_regclass('" + NAME + "') and indisvalid";

    /** Of several replicas that start, one builds; the others must not wait, because the build waits for them. */
    private static final String TRY_LOCK =
            "select 'yes' where pg_try_advisory_lock(hashtextextended('punchlist:" + NAME + "', 0))";

    private static final String UNLOCK = "select pg_advisory_unlock(hashtextextended('punchlist:" + NAME + "', 0))";

    private static final String QUERY_CANCELED = "57014";
    private static final String CONNECTION_EXCEPTION = "08";

    private final PunchlistConfig config;
    private final AgroalDataSource dataSource;

    SubstringIndex(PunchlistConfig config, AgroalDataSource dataSource) {
        this.config = config;
        this.dataSource = dataSource;
    }

    /** Builds the index where it is missing and may be built; says so in the log where it may not. */
    void provide() {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setSchema(config.schema().name().toString());
            if (value(statement, VALID).isPresent()) {
                return;
            }
            if (config.schema().migrate() == Migrate.NEVER) {
                LOG.warn(
                        "Searching by q reads row by row: its index is missing and punchlist.schema.migrate is \"never\"");
            } else if (value(statement, TRY_LOCK).isPresent()) {
                buildLocked(statement);
            }
        } catch (SQLException e) {
            if (isBrokenOff(e)) {
                LOG.info("The index for substrings was not finished; the next start makes it anew");
                return;
            }
            LOG.warnf(
                    "Searching by q reads row by row: the extension pg_trgm or its index could not be created (%s). Let"
                            + " someone who may run CREATE EXTENSION pg_trgm and restart",
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private static boolean isBrokenOff(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.equals(QUERY_CANCELED) || state.startsWith(CONNECTION_EXCEPTION);
    }

    private static void buildLocked(Statement statement) throws SQLException {
        try {
            build(statement);
        } finally {
            statement.execute(UNLOCK);
        }
    }

    private static void build(Statement statement) throws SQLException {
        if (value(statement, EXTENSION).isEmpty()) {
            statement.execute("create extension if not exists pg_trgm");
        }
        String schema = value(statement, EXTENSION).orElseThrow();
        statement.execute("drop index concurrently if exists " + NAME);
        statement.execute("""
                create index concurrently %1$s on tasks using gin ((punchlist_fold(title) collate "C") %2$s.gin_trgm_ops,
                    (punchlist_fold(description) collate "C") %2$s.gin_trgm_ops)""".formatted(NAME, schema));
        statement.execute("drop index concurrently if exists " + FORMER_NAME);
    }

    private static Optional<String> value(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
        }
    }
}
