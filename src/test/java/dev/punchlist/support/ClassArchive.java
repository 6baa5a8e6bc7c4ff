package dev.punchlist.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The classes of the packaged service, parsed once for all the processes that tests start (JEP 350). It halves the time of a
 * start, of which there are many.
 */
final class ClassArchive {

    private static final Path ARCHIVE = Path.of("target", "service.jsa");

    private ClassArchive() {}

    /** The options of a JVM that is to start this jar quickly. */
    static synchronized List<String> optionsFor(Path java, Path jar) {
        try {
            if (!isNewerThan(jar)) {
                record(java, jar);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of("-XX:SharedArchiveFile=" + ARCHIVE, "-XX:TieredStopAtLevel=1");
    }

    private static boolean isNewerThan(Path jar) throws IOException {
        return Files.exists(ARCHIVE)
                && Files.getLastModifiedTime(ARCHIVE).compareTo(Files.getLastModifiedTime(jar)) > 0;
    }

    /** Lets the service migrate a database and exit. */
    private static void record(Path java, Path jar) throws IOException {
        ProcessBuilder recording = new ProcessBuilder(
                        java.toString(), "-XX:ArchiveClassesAtExit=" + ARCHIVE, "-jar", jar.toString())
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "service-archive.log").toFile());
        recording
                .environment()
                .putAll(TestPostgres.shared()
                        .createDatabase("class_archive")
                        .environment(Map.of("PUNCHLIST_SCHEMA_MIGRATE", "only")));
        try {
            if (!recording.start().waitFor(1, TimeUnit.MINUTES)) {
                throw new AssertionError("The service did not exit after its migration");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
