package dev.punchlist.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server that a test can take away and bring back, with the same address and data. */
public final class RestartablePostgres implements AutoCloseable {

    private static final Path BINARIES = Path.of("target", "postgres-binaries").toAbsolutePath();

    private static final String SUPERUSER = "postgres";

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

    /**
     * A standby of this server, which is restarted for that: it has everything before this one acknowledges it.
     *
     * @return a server that is running
     */
    public RestartablePostgres startStandby() {
        stop();
        RestartablePostgres standby = new RestartablePostgres();
        try {
            copy(data, standby.data);
            Files.createFile(standby.data.resolve("standby.signal"));
            Files.writeString(
                    standby.data.resolve("postgresql.auto.conf"),
                    "primary_conninfo = 'host=127.0.0.1 port=%d user=%s'%n".formatted(port, SUPERUSER));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
        standby.start();
        database().execute("alter system set synchronous_standby_names = '*'");
        database().execute("select pg_reload_conf()");
        Await.until("the standby is in step", () -> database()
                .value("select count(*) from pg_stat_replication where sync_state = 'sync'")
                .equals("1"));
        return standby;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(file -> !file.equals(from)).toList()) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** Makes a standby the server that takes writes. */
    public void promote() {
        database().execute("select pg_promote()");
    }

    /** Asks this role for its password, from now on; the server trusts the others. */
    public void guard(String role) {
        try {
            Path rules = data.resolve("pg_hba.conf");
            Files.writeString(rules, "host all " + role + " all scram-sha-256\n" + Files.readString(rules));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        database().execute("select pg_reload_conf()");
    }

    /** Starts it, for the first time or again. */
    public void start() {
        try {
            server = EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(BINARIES.toFile())
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setPort(port)
                    // For tests it would not wait for the disk.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
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

    /** Starts it, unless it is running. */
    public void startIfStopped() {
        if (server == null) {
            start();
        }
    }

    /** Kills it without warning, as a lack of memory does. */
    public void kill() {
        List<ProcessHandle> processes = processes();
        processes.forEach(ProcessHandle::destroyForcibly);
        Await.until("the server is dead", () -> processes.stream().noneMatch(ProcessHandle::isAlive));
        stop();
    }

    /** Stops it in the middle of whatever it does; its connections stay open. */
    public void freeze() {
        signal("-STOP");
    }

    /** Lets it go on. */
    public void thaw() {
        signal("-CONT");
    }

    private void signal(String signal) {
        for (ProcessHandle process : processes()) {
            String pid = String.valueOf(process.pid());
            try {
                int refused = new ProcessBuilder("kill", signal, pid)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
                // A child may have ended by itself meanwhile.
                if (refused != 0 && process.isAlive()) {
                    throw new IllegalStateException("kill " + signal + " " + pid + " failed");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** The server and its children, the server first. */
    private List<ProcessHandle> processes() {
        try {
            long pid = Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
            ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
            return Stream.concat(Stream.of(postmaster), postmaster.descendants())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its database, which always exists. */
    public TestDatabase database() {
        return new TestDatabase("127.0.0.1", port, SUPERUSER);
    }

    @Override
    public void close() {
        stop();
    }
}
