package dev.punchlist.lifecycle;

import dev.punchlist.DatabaseUrl;
import dev.punchlist.PunchlistConfig;
import io.quarkus.arc.profile.IfBuildProfile;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jboss.logging.Logger;

/**
 * The PostgreSQL of {@code quarkus:dev}, where no database is configured. It belongs to the development process, not to the
 * application in it: a live reload finds it running, and its data outlives both.
 */
@Singleton
@IfBuildProfile("dev")
class EmbeddedDatabase {

    private static final Logger LOG = Logger.getLogger(EmbeddedDatabase.class);
    private static final Path DATA = Path.of("target", "dev-postgres").toAbsolutePath();
    private static final Path BINARIES = Path.of("target", "postgres-binaries").toAbsolutePath();
    private static final int CONNECT_TIMEOUT_MILLIS = 500;

    private final PunchlistConfig.Database config;
    private final int port;

    EmbeddedDatabase(PunchlistConfig config) {
        this.config = config.database();
        this.port = config.dev().postgresPort();
    }

    /** Starts the database unless another one is configured or it runs already. */
    void provide() {
        if (!config.url().equals(new DatabaseUrl("postgresql://127.0.0.1:%s/punchlist".formatted(port)))) {
            LOG.info("A database is configured; the embedded one stays off");
        } else if (Files.exists(DATA.resolve("postmaster.pid")) && answers()) {
            LOG.infof("The embedded PostgreSQL in %s runs already, on port %s", DATA, port);
        } else if (answers()) {
            throw new StartupFailure("port %s, meant for the embedded PostgreSQL, is taken; set %s or %s"
                    .formatted(
                            port,
                            StartupFailure.setting("punchlist.dev.postgres-port"),
                            StartupFailure.setting("punchlist.database.url")));
        } else {
            start();
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The process ends by the shutdown hook that the library sets; nothing here holds on to it. */
    private void start() {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(BINARIES.toFile())
                    .setDataDirectory(DATA)
                    .setCleanDataDirectory(false)
                    .setPort(port)
                    .start();
            createDatabase(postgres);
            LOG.infof("The embedded PostgreSQL keeps its data in %s: %s", DATA, config.url());
        } catch (IOException e) {
            throw new StartupFailure(
                    "the embedded PostgreSQL did not start; set %s to use another one"
                            .formatted(StartupFailure.setting("punchlist.database.url")),
                    e);
        } catch (SQLException e) {
            throw new StartupFailure("the embedded PostgreSQL in " + DATA + " could not be prepared", e);
        }
    }

    private static void createDatabase(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet existing = statement.executeQuery("SELECT FROM pg_database WHERE datname = 'punchlist'")) {
            if (!existing.next()) {
                statement.execute("CREATE ROLE punchlist LOGIN PASSWORD 'punchlist'");
                statement.execute("CREATE DATABASE punchlist OWNER punchlist");
            }
        }
    }
}
