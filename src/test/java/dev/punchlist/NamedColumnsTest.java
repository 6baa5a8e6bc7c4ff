package dev.punchlist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A statement that takes "all columns" breaks as soon as somebody adds one. */
class NamedColumnsTest {

    private static final Pattern ALL_COLUMNS =
            Pattern.compile("(?i)\\b(select|returning)\\s+(\\w+\\.)?\\*|,\\s*\\w+\\.\\*\\s");

    @Test
    void noStatementTakesAllColumns() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
            List<Path> careless = files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.(java|sql)"))
                    .filter(file -> ALL_COLUMNS.matcher(read(file)).find())
                    .toList();

            assertThat(careless).isEmpty();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
