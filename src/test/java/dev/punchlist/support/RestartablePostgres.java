package dev.punchlist.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server that a test can take away and bring back, with the same address and data. */
public final class RestartablePostgres implements AutoCloseable {

    private static final Path BINARIES = Path.of("target", "postgres-binaries").toAbsolutePath();

    private final Path data;
    private final int port = ServiceProcess.freePort();

    private @Nullable EmbeddedPostgres server;

    /** A server that is not running yet. */
    public RestartablePostgres() {
        try {
            data = Files.createTempDirectory("restartable-postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it, for the first time or again. */
    public void start() {
        try {
            server = EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(BINARIES.toFile())
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setPort(port)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it, cutting every connection. */
    public void stop() {
        try {
            if (server != null) {
                server.close();
                server = null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its database, which always exists. */
    public TestDatabase database() {
        return new TestDatabase("127.0.0.1", port, "postgres");
    }

    @Override
    public void close() {
        stop();
    }
}
