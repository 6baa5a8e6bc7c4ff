package dev.punchlist.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 6902, by the cases of its section 4 and appendix A restated, and what a broken patch answers. */
class JsonPatchTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A document, a patch, and the result or, where it is an error, null. */
    record Case(String name, JsonNode document, JsonNode patch, JsonNode expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() throws IOException {
        JsonNode all = JSON.readTree(Files.readString(Path.of("src/test/resources/json-patch-cases.json")));
        return StreamSupport.stream(all.spliterator(), false)
                .map(node -> new Case(
                        node.path("name").asText(), node.get("doc"), node.get("patch"), node.path("expected")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void appliesAsTheStandardSays(Case given) {
        if (given.expected().isMissingNode()) {
            assertThatThrownBy(() -> JsonPatch.read(given.patch()).applyTo(given.document()))
                    .isInstanceOf(ProblemException.class);
        } else {
            assertThat(JsonPatch.read(given.patch()).applyTo(given.document())).isEqualTo(given.expected());
        }
    }

    @Test
    void aPatchDoesNotTouchItsDocument() throws IOException {
        JsonNode document = JSON.readTree("{\"a\":[1,2]}");

        JsonNode result = JsonPatch.read(JSON.readTree("[{\"op\":\"remove\",\"path\":\"/a/0\"}]"))
                .applyTo(document);

        assertThat(result.toString()).isEqualTo("{\"a\":[2]}");
        assertThat(document.toString()).isEqualTo("{\"a\":[1,2]}");
    }

    @Test
    void aFailedTestIsAConflictAndAMissingPlaceIsNot() throws IOException {
        JsonNode document = JSON.readTree("{\"a\":1}");
        JsonPatch test = JsonPatch.read(JSON.readTree("[{\"op\":\"test\",\"path\":\"/a\",\"value\":2}]"));
        JsonPatch missing = JsonPatch.read(JSON.readTree("[{\"op\":\"remove\",\"path\":\"/b\"}]"));

        assertThatThrownBy(() -> test.applyTo(document))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.type())
                        .isEqualTo(ProblemType.PATCH_TEST_FAILED));
        assertThatThrownBy(() -> missing.applyTo(document)).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.type()).isEqualTo(ProblemType.VALIDATION_FAILED);
            assertThat(problem.violations()).extracting(Violation::pointer).containsExactly("/0");
        });
    }
}
