package dev.punchlist.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadOnlyFileSystemTest {

    @Test
    void nothingIsSetWhereFilesCanBeWritten(@TempDir Path writable) {
        assertThat(ReadOnlyFileSystem.settingsFor(writable)).isEmpty();
    }

    @Test
    void nothingIsUnpackedWhereThereIsNoPlaceForIt(@TempDir Path writable) {
        assertThat(ReadOnlyFileSystem.settingsFor(writable.resolve("missing")))
                .containsEntry("quarkus.vertx.caching", "false")
                .containsEntry("quarkus.vertx.classpath-resolving", "false");
    }
}
