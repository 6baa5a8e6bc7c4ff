package dev.punchlist.http;

import static dev.punchlist.http.BadInput.badParameter;
import static dev.punchlist.http.BadInput.invalid;
import static dev.punchlist.http.BadInput.malformed;
import static dev.punchlist.http.BadInput.notFound;
import static dev.punchlist.http.BadInput.refused;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.http.problem.ProblemType;
import dev.punchlist.support.ContractFilter;
import dev.punchlist.support.Tasks;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of rubbish gets the problem that fits it, and changes nothing. */
@QuarkusTest
@ExtendWith(ContractFilter.class)
class BadInputTest {

    static Stream<BadInput> malformedBodies() {
        return Stream.of(
                malformed("empty body", ""),
                malformed("blank body", "   "),
                malformed("cut off", "{\"title\":\"milk\""),
                malformed("single quotes", "{'title':'milk'}"),
                malformed("trailing comma", "{\"title\":\"milk\",}"),
                malformed("second value", "{\"title\":\"milk\"} {}"),
                malformed("member twice", "{\"title\":\"milk\",\"title\":\"beer\"}"),
                malformed("not a number", "{\"title\":NaN}"),
                malformed("raw control character", "{\"title\":\"a\u0001b\"}"),
                malformed("comment", "{\"title\":\"milk\"/* why */}"),
                malformed("nested too deep", "[".repeat(2_000) + "]".repeat(2_000)),
                malformed("bad escape", "{\"title\":\"\\x\"}"));
    }

    static Stream<BadInput> brokenRules() {
        String longTitle = "{\"title\":\"" + "x".repeat(51) + "\"}";
        return Stream.of(
                invalid("array", "POST", "[]", "", "type"),
                invalid("string", "POST", "\"milk\"", "", "type"),
                invalid("null", "POST", "null", "", "type"),
                invalid("no title", "POST", "{}", "/title", "required"),
                invalid("null title", "POST", "{\"title\":null}", "/title", "not_nullable"),
                invalid("empty title", "POST", "{\"title\":\"\"}", "/title", "blank"),
                invalid("blank title", "POST", "{\"title\":\" \\t\\n\"}", "/title", "blank"),
                invalid("blank title in Unicode", "POST", "{\"title\":\"\\u2003\"}", "/title", "blank"),
                invalid("number title", "POST", "{\"title\":1}", "/title", "type"),
                invalid("boolean title", "POST", "{\"title\":true}", "/title", "type"),
                invalid("object title", "POST", "{\"title\":{}}", "/title", "type"),
                invalid("array title", "POST", "{\"title\":[\"a\"]}", "/title", "type"),
                invalid("long title", "POST", longTitle, "/title", "too_long"),
                invalid("U+0000 title", "POST", "{\"title\":\"a\\u0000b\"}", "/title", "forbidden_character"),
                invalid("lone surrogate", "POST", "{\"title\":\"\\ud834\"}", "/title", "forbidden_character"),
                invalid("number description", "POST", "{\"title\":\"x\",\"description\":5}", "/description", "type"),
                invalid(
                        "long description",
                        "POST",
                        "{\"title\":\"x\",\"description\":\"" + "y".repeat(256) + "\"}",
                        "/description",
                        "too_long"),
                invalid(
                        "U+0000 description",
                        "POST",
                        "{\"title\":\"x\",\"description\":\"\\u0000\"}",
                        "/description",
                        "forbidden_character"),
                invalid("string flag", "POST", "{\"title\":\"x\",\"is_completed\":\"true\"}", "/is_completed", "type"),
                invalid(
                        "null flag",
                        "POST",
                        "{\"title\":\"x\",\"is_completed\":null}",
                        "/is_completed",
                        "not_nullable"),
                invalid("number flag", "POST", "{\"title\":\"x\",\"is_completed\":1}", "/is_completed", "type"),
                invalid("unknown member", "POST", "{\"title\":\"x\",\"titel\":\"y\"}", "/titel", "unknown_member"),
                invalid("unknown a/b~c", "POST", "{\"title\":\"x\",\"a/b~c\":1}", "/a~1b~0c", "unknown_member"),
                invalid("no title", "PUT", "{\"description\":\"x\"}", "/title", "required"),
                invalid("long title", "PUT", longTitle, "/title", "too_long"),
                invalid("unknown member", "PUT", "{\"title\":\"x\",\"done\":true}", "/done", "unknown_member"),
                invalid("null title", "PATCH", "{\"title\":null}", "/title", "not_nullable"),
                invalid("blank title", "PATCH", "{\"title\":\" \"}", "/title", "blank"),
                invalid("null flag", "PATCH", "{\"is_completed\":null}", "/is_completed", "not_nullable"),
                invalid("unknown member", "PATCH", "{\"completed\":true}", "/completed", "unknown_member"),
                invalid("array", "PATCH", "[]", "", "type"));
    }

    static Stream<BadInput> brokenPlans() {
        String tooMany =
                IntStream.range(0, 21).mapToObj(n -> "\"l" + n + "\"").collect(Collectors.joining(",", "[", "]"));
        return Stream.of(
                plan("due_at", "\"tomorrow\"", "/due_at", "type"),
                plan("due_at", "\"2026-01-31T17:00:00\"", "/due_at", "type"),
                plan("due_at", "\"2026-02-30T17:00:00Z\"", "/due_at", "type"),
                plan("due_at", "\"2026-01-31T17:00Z\"", "/due_at", "type"),
                plan("due_at", "\"0000-01-01T00:00:00Z\"", "/due_at", "type"),
                plan("due_at", "1767225600", "/due_at", "type"),
                plan("due_at", "\"0001-01-01T00:00:00+01:00\"", "/due_at", "type"),
                plan("due_date", "\"2026-02-29\"", "/due_date", "type"),
                plan("due_date", "\"31.01.2026\"", "/due_date", "type"),
                plan("due_date", "\"2026-01-31T00:00:00Z\"", "/due_date", "type"),
                plan("due_date", "20260131", "/due_date", "type"),
                plan("due_at", "\"2026-01-31T17:00:00Z\",\"due_date\":\"2026-01-31\"", "/due_date", "excluded"),
                plan("priority", "5", "/priority", "out_of_bounds"),
                plan("priority", "-1", "/priority", "out_of_bounds"),
                plan("priority", "99999999999", "/priority", "out_of_bounds"),
                plan("priority", "1e1000000000", "/priority", "out_of_bounds"),
                plan("priority", "1e-1000000000", "/priority", "type"),
                plan("priority", "1.5", "/priority", "type"),
                plan("priority", "\"high\"", "/priority", "type"),
                plan("priority", "null", "/priority", "not_nullable"),
                plan("labels", "\"home\"", "/labels", "type"),
                plan("labels", "[\"home\",7]", "/labels/1", "type"),
                plan("labels", "[\"home\",\"\"]", "/labels/1", "empty"),
                plan("labels", "[\"home\",\"home\"]", "/labels/1", "duplicate"),
                plan("labels", "[\"" + "x".repeat(51) + "\"]", "/labels/0", "too_long"),
                plan("labels", "[\"\\u0000\"]", "/labels/0", "forbidden_character"),
                plan("labels", tooMany, "/labels", "too_many"),
                plan("labels", "null", "/labels", "not_nullable"),
                plan("external_id", "\"\"", "/external_id", "empty"),
                plan("external_id", "\"" + "x".repeat(256) + "\"", "/external_id", "too_long"),
                plan("external_id", "17", "/external_id", "type"));
    }

    private static BadInput plan(String member, String value, String pointer, String code) {
        String body = "{\"title\":\"x\",\"" + member + "\":" + value + "}";
        return invalid(member + " " + (value.length() > 60 ? "long" : value), "POST", body, pointer, code);
    }

    static Stream<BadInput> badParameters() {
        return Stream.of(
                badParameter("GET", "/tasks?limit=0", "limit", "out_of_bounds"),
                badParameter("GET", "/tasks?limit=1001", "limit", "out_of_bounds"),
                badParameter("GET", "/tasks?limit=-1", "limit", "out_of_bounds"),
                badParameter("GET", "/tasks?limit=ten", "limit", "out_of_bounds"),
                badParameter("GET", "/tasks?limit=", "limit", "out_of_bounds"),
                badParameter("GET", "/tasks?limit=1.5", "limit", "out_of_bounds"),
                badParameter("GET", "/tasks?limit=99999999999999999999", "limit", "out_of_bounds"),
                badParameter("GET", "/tasks?limit=%2B1", "limit", "out_of_bounds"),
                badParameter("GET", "/tasks?limit=%D9%A1", "limit", "out_of_bounds"),
                badParameter("GET", "/tasks?priority=%E0%A5%A7", "priority", "out_of_bounds"),
                badParameter("GET", "/tasks?ids=1,%D9%A1", "ids", "type"),
                badParameter("GET", "/tasks?ids=%2B1", "ids", "type"),
                badParameter("GET", "/tasks?due_after=0001-01-01T00:00:00%2B01:00", "due_after", "type"),
                badParameter("GET", "/tasks?skip=-1", "skip", "out_of_bounds"),
                badParameter("GET", "/tasks?skip=10001", "skip", "out_of_bounds"),
                badParameter("GET", "/tasks?skip=1&skip=2", "skip", "repeated_parameter"),
                badParameter("GET", "/tasks?offset=5", "offset", "unknown_parameter"),
                badParameter("GET", "/tasks/{id}?verbose=1", "verbose", "unknown_parameter"),
                badParameter("PATCH", "/tasks/{id}?completed=maybe", "completed", "type"),
                badParameter("PATCH", "/tasks/{id}?completed=", "completed", "type"),
                badParameter("PATCH", "/tasks/{id}?complete=true", "complete", "unknown_parameter"),
                badParameter("DELETE", "/tasks/{id}?force=true", "force", "unknown_parameter"));
    }

    static Stream<BadInput> refusals() {
        String json = "application/json";
        String task = "{\"title\":\"x\"}";
        return Stream.of(
                notFound("GET", "/tasks/0"),
                notFound("GET", "/tasks/-1"),
                notFound("GET", "/tasks/abc"),
                notFound("GET", "/tasks/1.0"),
                notFound("GET", "/tasks/2147483648"),
                notFound("GET", "/tasks/9223372036854775807"),
                notFound("GET", "/tasks/9223372036854775808"),
                notFound("GET", "/tasks/99999999999999999999999"),
                notFound("GET", "/tasks/%00"),
                notFound("PUT", "/tasks/abc"),
                notFound("PATCH", "/tasks/9223372036854775808"),
                notFound("DELETE", "/tasks/9223372036854775807"),
                notFound("GET", "/"),
                notFound("GET", "/task"),
                notFound("GET", "/tasks/1/steps"),
                notFound("GET", "/problems/unheard-of"),
                refused("PATCH", "/tasks/{id}", null, null, ProblemType.MALFORMED_REQUEST),
                refused("PATCH", "/tasks/{id}?completed=true", json, "{}", ProblemType.MALFORMED_REQUEST),
                refused("POST", "/tasks", "text/plain", task, ProblemType.UNSUPPORTED_MEDIA_TYPE),
                refused("POST", "/tasks", "rubbish", task, ProblemType.UNSUPPORTED_MEDIA_TYPE),
                refused("PUT", "/tasks/{id}", "application/xml", "<t/>", ProblemType.UNSUPPORTED_MEDIA_TYPE),
                refused("PATCH", "/tasks/{id}", "text/json", task, ProblemType.UNSUPPORTED_MEDIA_TYPE),
                refused("DELETE", "/tasks", null, null, ProblemType.METHOD_NOT_ALLOWED),
                refused("PUT", "/tasks", json, task, ProblemType.METHOD_NOT_ALLOWED),
                refused("POST", "/tasks/{id}", json, task, ProblemType.METHOD_NOT_ALLOWED),
                refused("POST", "/problems/not-found", json, task, ProblemType.METHOD_NOT_ALLOWED),
                refused(
                        "POST",
                        "/tasks",
                        json,
                        "{\"title\":\"" + "x".repeat(1 << 20) + "\"}",
                        ProblemType.CONTENT_TOO_LARGE));
    }

    @ParameterizedTest
    @MethodSource({"malformedBodies", "brokenRules", "brokenPlans", "badParameters", "refusals"})
    void isAnsweredWithItsProblemAndChangesNothing(BadInput input) {
        long id = Tasks.create("untouched");
        Map<String, Object> before = Tasks.get(id).getMap("");
        int count = Tasks.count();

        Response answer = send(input, id);

        answer.then().statusCode(input.status()).contentType("application/problem+json");
        JsonPath problem = answer.jsonPath();
        assertThat(problem.getString("type")).isEqualTo("/problems/" + input.type());
        assertThat(problem.getInt("status")).isEqualTo(input.status());
        assertThat(problem.getString("title")).isNotBlank();
        assertThat(problem.getString("detail")).isNotBlank().doesNotContain("Exception", "java.", "SELECT");
        assertThat(problem.getString("instance")).startsWith("/");
        if (input.where() != null) {
            boolean parameter = input.where().startsWith("?");
            assertThat(problem.getString(parameter ? "errors[0].parameter" : "errors[0].pointer"))
                    .isEqualTo(parameter ? input.where().substring(1) : input.where());
            assertThat(problem.getString("errors[0].code")).isEqualTo(input.code());
            assertThat(problem.getString("errors[0].detail")).isNotBlank();
        }
        assertThat(Tasks.get(id).getMap("")).isEqualTo(before);
        assertThat(Tasks.count()).isEqualTo(count);
    }

    private static Response send(BadInput input, long id) {
        RequestSpecification request = given().urlEncodingEnabled(false);
        if (input.contentType() != null) {
            request.header("Content-Type", input.contentType());
        }
        if (input.body() != null) {
            request.body(input.body().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return request.request(input.method(), input.path().replace("{id}", Long.toString(id)));
    }
}
