package dev.punchlist.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.Tasks;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is answered does not depend on the locale of the machine. */
@QuarkusTest
class LocaleTest {

    /** A conversion that writes digits as the default locale has them. */
    private static final Pattern DIGITS = Pattern.compile("%(\\d+\\$)?[-,+ 0(]*\\d*(\\.\\d+)?[dfegx]");

    /** Case as the default locale has it. */
    private static final Pattern CASE = Pattern.compile("to(Lower|Upper)Case\\(\\)");

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "hi-IN-u-nu-deva"})
    void digitsAreAscii(String tag) {
        long id = Tasks.create("here");
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(tag));
        try {
            assertThat("%d".formatted(17))
                    .as("the locale has digits of its own")
                    .isNotEqualTo("17");
            List.of(
                            given().get("/tasks?limit=0&skip=-1&ids=x&priority=9"),
                            given().get("/tasks/export?ids=" + id),
                            post("/tasks", "{\"title\":\"" + "x".repeat(60) + "\",\"priority\":9,\"labels\":[1]}"),
                            post("/tasks", "{\"title\":"),
                            post("/tasks/batch", "[" + "{},".repeat(1_000) + "{}]"),
                            given().accept("text/plain").get("/problems/not-found"),
                            given().accept("text/html").get("/problems/not-found"))
                    .forEach(LocaleTest::assertAscii);
        } finally {
            Locale.setDefault(before);
        }
    }

    private static void assertAscii(Response answer) {
        assertThat(answer.asString()).matches("\\p{ASCII}*");
    }

    private static Response post(String path, String body) {
        return given().header("Content-Type", "application/json").body(body).post(path);
    }

    /** Where digits and cases are meant for nobody's eyes, as in SQL, the locale would do still more harm. */
    @Test
    void theDefaultLocaleIsNotUsed() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java")).flatMap(LocaleTest::lines))
                    .filteredOn(line -> !line.contains("Locale.ROOT"))
                    .allSatisfy(line -> {
                        assertThat(line).doesNotContainPattern(DIGITS);
                        assertThat(line).doesNotContainPattern(CASE);
                    });
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream().map(line -> file + ": " + line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
