package dev.punchlist.lifecycle.adoption;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.Configuration;

/** The table in which Flyway notes what it did. */
public final class MigrationHistory {

    private final DataSource dataSource;
    private final String table;

    private MigrationHistory(DataSource dataSource, String table) {
        this.dataSource = dataSource;
        this.table = table;
    }

    /** The history of these migrations, in the first of their schemas. */
    public static MigrationHistory of(Flyway migrations) {
        Configuration configuration = migrations.getConfiguration();
        return new MigrationHistory(
                configuration.getDataSource(),
                "\"%s\".\"%s\"".formatted(configuration.getSchemas()[0], configuration.getTable()));
    }

    /**
     * Forgets which migrations failed, for Flyway does not try one again that is noted so, although it may have been a lock
     * that was waited for. Ours can be tried again: each is a transaction, or begins by removing what is left of itself.
     */
    public void forgetFailures() throws SQLException {
        // In a database that is read only, nothing can be deleted, and nothing has failed.
        if (exists() && says("select exists (select from %s where not success)".formatted(table))) {
            execute("delete from " + table + " where not success");
        }
    }

    /** Whether the migrations came as far as this version. */
    boolean reaches(String version) throws SQLException {
        return exists() && says("select " + reached(version));
    }

    /** Drops it unless it reaches this version, which another replica may bring it to in this very moment. */
    void dropBelow(String version) throws SQLException {
        if (exists()) {
            execute("""
                    do $$
                    begin
                        lock table %1$s;
                        if not %2$s then
                            drop table %1$s;
                        end if;
                    exception when undefined_table then
                        null;
                    end
                    $$""".formatted(table, reached(version)));
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String reached(String version) {
        return "exists (select from %s where success and split_part(version, '.', 1)::integer >= %s)"
                .formatted(table, version);
    }

    private boolean exists() throws SQLException {
        return says("select to_regclass('%s') is not null".formatted(table));
    }

    private boolean says(String question) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            return row.next() && row.getBoolean(1);
        }
    }
}
