package dev.punchlist.http.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import dev.punchlist.http.problem.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @Test
    void numbersOfOneValueAreEqual() throws IOException {
        JsonNode document = JSON.readTree("{\"a\":1,\"b\":[2.50]}");

        assertThat(patch("[{\"op\":\"test\",\"path\":\"/a\",\"value\":1.0},"
                                + "{\"op\":\"test\",\"path\":\"/a\",\"value\":10e-1},"
                                + "{\"op\":\"test\",\"path\":\"/b\",\"value\":[2.5]}]")
                        .applyTo(document))
                .isEqualTo(document);
    }

    @Test
    void aCopyIsNoAliasHoweverDeep() throws IOException {
        JsonNode result = patch("""
                [{"op":"add","path":"/a","value":{"x":[{"y":1}]}},
                 {"op":"copy","from":"/a","path":"/b"},
                 {"op":"replace","path":"/b/x/0/y","value":2},
                 {"op":"add","path":"/a/x/-","value":3}]""").applyTo(JSON.readTree("{}"));

        assertThat(result).isEqualTo(JSON.readTree("{\"a\":{\"x\":[{\"y\":1},3]},\"b\":{\"x\":[{\"y\":2}]}}"));
    }

    @Test
    void aPatchCanBeAppliedTwice() throws IOException {
        JsonPatch patch = patch("""
                [{"op":"add","path":"/a","value":[]},{"op":"add","path":"/a/-","value":1}]""");

        assertThat(patch.applyTo(JSON.readTree("{}"))).isEqualTo(patch.applyTo(JSON.readTree("{}")));
    }

    @Test
    void moreThanAHundredOperationsAreCountedAndNotLookedAt() throws IOException {
        assertThat(patch("[" + "{\"op\":\"test\",\"path\":\"\",\"value\":{}},".repeat(99)
                                + "{\"op\":\"test\",\"path\":\"\",\"value\":{}}]")
                        .applyTo(JSON.readTree("{}")))
                .isEmpty();
        assertThatThrownBy(() -> patch("[" + "1,".repeat(100) + "1]"))
                .isInstanceOfSatisfying(ProblemException.class, problem -> {
                    assertThat(problem.type()).isEqualTo(ProblemType.VALIDATION_FAILED);
                    assertThat(problem.violations()).extracting(Violation::code).containsExactly("too_many");
                });
    }

    static Stream<String> growingPatches() {
        return Stream.of(
                IntStream.range(0, 20)
                        .mapToObj(index -> "{\"op\":\"copy\",\"from\":\"\",\"path\":\"/a" + index + "\"}")
                        .collect(Collectors.joining(",", "[", "]")),
                "[{\"op\":\"add\",\"path\":\"/x\",\"value\":[" + "0,".repeat(1_000) + "0]}]",
                "[{\"op\":\"replace\",\"path\":\"\",\"value\":[" + "0,".repeat(1_000) + "0]}]",
                "[{\"op\":\"add\",\"path\":\"/x\",\"value\":" + "[".repeat(16) + "]".repeat(16) + "}"
                        + ",{\"op\":\"copy\",\"from\":\"/x\",\"path\":\"/x" + "/0".repeat(15) + "/-\"}"
                        + ",{\"op\":\"copy\",\"from\":\"/x\",\"path\":\"/x" + "/0".repeat(30) + "/-\"}]");
    }

    @ParameterizedTest
    @MethodSource("growingPatches")
    void aDocumentDoesNotOutgrowAllNeed(String patch) {
        assertThatThrownBy(() -> patch(patch).applyTo(JSON.readTree("{\"a\":1,\"b\":[1,2]}")))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.violations())
                        .extracting(Violation::code)
                        .containsExactly("too_large"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 5_000, 1_000_000})
    void aPointerThatIsTooLongIsNone(int length) {
        assertThatThrownBy(() -> patch("[{\"op\":\"remove\",\"path\":\"/" + "a".repeat(length) + "\"}]"))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.violations())
                        .extracting(Violation::code)
                        .containsExactly("pointer"));
    }

    @Test
    void aPointerThatIsDeepFindsNothing() throws IOException {
        JsonPatch patch = patch("[{\"op\":\"remove\",\"path\":\"" + "/0".repeat(500) + "\"}]");

        assertThatThrownBy(() -> patch.applyTo(JSON.readTree("{\"0\":[[1]]}"))).isInstanceOf(ProblemException.class);
    }

    private static JsonPatch patch(String text) throws IOException {
        return JsonPatch.read(JSON.readTree(text));
    }
}
