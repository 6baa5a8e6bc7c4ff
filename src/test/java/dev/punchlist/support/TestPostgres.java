package dev.punchlist.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL server for tests, started once and stopped with the test process. */
public final class TestPostgres {

    /** The role that the server asks for its password; it trusts the others. */
    public static final String GUARDED_ROLE = "guarded";

    /** The password of that role. */
    public static final String GUARDED_PASSWORD = "right";

    private static final Path BINARIES = Path.of("target", "postgres-binaries").toAbsolutePath();

    private static @Nullable TestPostgres shared;

    private final EmbeddedPostgres server;

    private TestPostgres(EmbeddedPostgres server) {
        this.server = server;
    }

    /** The server that tests share, each with databases of its own. */
    public static synchronized TestPostgres shared() {
        if (shared == null) {
            shared = start();
        }
        return shared;
    }

    private static TestPostgres start() {
        try {
            TestPostgres postgres = new TestPostgres(EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(BINARIES.toFile())
                    .setServerConfig("max_connections", "300")
                    .start());
            postgres.guard();
            return postgres;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void guard() throws IOException {
        TestDatabase maintenance = new TestDatabase("127.0.0.1", server.getPort(), "postgres");
        maintenance.execute("CREATE ROLE " + GUARDED_ROLE + " SUPERUSER LOGIN PASSWORD '" + GUARDED_PASSWORD + "'");
        Path rules = Path.of(maintenance.value("SHOW hba_file"));
        Files.writeString(rules, "host all " + GUARDED_ROLE + " all scram-sha-256\n" + Files.readString(rules));
        maintenance.execute("SELECT pg_reload_conf()");
    }

    /** An empty database with this name, made anew. */
    public TestDatabase createDatabase(String name) {
        return createDatabase(name, "");
    }

    /** The same with options of CREATE DATABASE. */
    public TestDatabase createDatabase(String name, String options) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
            statement.execute("CREATE DATABASE " + name + " " + options);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new TestDatabase("127.0.0.1", server.getPort(), name);
    }
}
