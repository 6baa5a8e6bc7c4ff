package dev.punchlist.support;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A database as a test sees it: by its settings for the service, and by plain SQL.
 *
 * @param host where the server listens
 * @param port where the server listens
 * @param name the database
 */
public record TestDatabase(String host, int port, String name) {

    /** Where {@link PostgresResource}, in another class loader, tells which database the service has. */
    static final String OF_THE_SERVICE = "tests.database.url";

    private static final String USER = "postgres";
    private static final String PASSWORD = "postgres";

    /** The database of the service that runs in this test. */
    public static TestDatabase ofTheService() {
        URI url = URI.create(System.getProperty(OF_THE_SERVICE));
        return new TestDatabase(url.getHost(), url.getPort(), url.getPath().substring(1));
    }

    /** The same database behind this network. */
    public TestDatabase through(TcpProxy network) {
        return new TestDatabase("127.0.0.1", network.port(), name);
    }

    /** What the service must be told to use it. */
    public Map<String, String> settings() {
        return Map.of(
                "punchlist.database.url", "postgresql://%s:%d/%s".formatted(host, port, name),
                "punchlist.database.username", USER,
                "punchlist.database.password", PASSWORD);
    }

    /** The same as environment variables. */
    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        settings()
                .forEach((name, value) ->
                        environment.put(name.toUpperCase(Locale.ROOT).replace('.', '_'), value));
        return environment;
    }

    /** The same with further environment variables. */
    public Map<String, String> environment(Map<String, String> further) {
        Map<String, String> environment = environment();
        environment.putAll(further);
        return environment;
    }

    /** A connection, which the caller closes. */
    public Connection connect() {
        try {
            return DriverManager.getConnection(
                    "jdbc:postgresql://%s:%d/%s".formatted(host, port, name), USER, PASSWORD);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs statements that answer nothing. */
    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From now on the database fails, as by a fault of its own, where a task with this title is created. */
    public void failWhereCreated(String title) {
        execute("create or replace function test_fails() returns trigger language plpgsql as $$ begin"
                + " raise exception 'test_fails' using errcode = 'XX000', detail = 'Failing row: ' || new.title; end $$;"
                + " create or replace trigger test_fails before insert on tasks for each row when (new.title = '"
                + title
                + "') execute function test_fails()");
    }

    /** The rows of a query, each as its columns in text. */
    public List<List<String>> query(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<List<String>> all = new ArrayList<>();
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    row.add(String.valueOf(rows.getString(column)));
                }
                all.add(row);
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The one value of a query. */
    public String value(String sql) {
        return query(sql).get(0).get(0);
    }
}
