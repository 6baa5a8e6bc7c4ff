package dev.punchlist.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.RawClient;
import dev.punchlist.support.Tasks;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no client library would send is answered over the wire like anything else that is wrong. */
@QuarkusTest
class UnreadableRequestTest {

    private static final String HOST = "Host: localhost\r\n";

    static Stream<Arguments> unreadable() {
        return Stream.of(
                Arguments.of("GET /tasks?q=" + "a".repeat(9_300) + " HTTP/1.1\r\n" + HOST, 414, "uri-too-long"),
                Arguments.of(
                        "GET /tasks HTTP/1.1\r\n" + HOST + "X-A: " + "a".repeat(30_000) + "\r\n",
                        431,
                        "headers-too-large"),
                Arguments.of("GET /tasks HTTP/1.1\r\n" + HOST + "Host: elsewhere\r\n", 400, "malformed-request"),
                Arguments.of("GET /tasks HTTP/1.1\r\n" + HOST + HOST, 400, "malformed-request"),
                Arguments.of("GET /tasks HTTP/1.1\r\n" + HOST + "X-A : b\r\n", 400, "malformed-request"),
                Arguments.of("GET /tasks HTTP/1.1\r\n" + HOST + "X-A: b\u0000c\r\n", 400, "malformed-request"),
                Arguments.of("GET /tasks HTTP/1.1\r\n" + HOST + "X\u0001A: b\r\n", 400, "malformed-request"),
                Arguments.of("GET /tasks\r\n" + HOST, 400, "malformed-request"),
                Arguments.of("rubbish\r\n", 400, "malformed-request"));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void whatTheHttpLayerRefusesIsAProblemAndTheEndOfTheConnection(String head, int status, String type) {
        try (RawClient client = RawClient.of(RestAssured.port)) {
            String answer = client.send(head + "X-Request-Id: told\r\n\r\n").readUntilClosed();

            assertProblem(answer, status, type);
            assertThat(answer.toLowerCase(Locale.ROOT)).contains("\r\nconnection: close\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /tasks/%",
                "GET /tasks/%zz",
                "GET /tasks/%C3",
                "GET /tasks/%FF",
                "GET /tasks/\u00e9",
                "GET /tasks?q=caf\u00e9",
                "GET /tasks?q={x}",
                "GET /tasks?q=a#b",
                "GET /tasks?q=\"x\"",
                "GET /ta\u0001sks",
                "GET tasks",
                "OPTIONS tasks",
                "CONNECT localhost:80",
                "PATCH /tasks/%zz",
                "GET /nowhere/%zz",
                "GET /problems/%zz",
                "GET /q/%zz",
                "GET /q/swagger-ui/%zz"
            })
    void aTargetThatIsNoUriIsAProblem(String request) {
        try (RawClient client = RawClient.of(RestAssured.port)) {
            String answer = client.head(request, "X-Request-Id: told", "Connection: close")
                    .readUntilClosed();

            assertProblem(answer, 400, "malformed-request");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"q=100%", "q=%zz", "q=%E9", "q=a%C3(", "limit=%"})
    void aParameterThatIsNoTextIsNamed(String query) {
        try (RawClient client = RawClient.of(RestAssured.port)) {
            String answer =
                    client.head("GET /tasks?" + query, "Connection: close").readUntilClosed();

            assertProblem(answer, 400, "invalid-parameter");
            assertThat(body(answer).getString("errors[0].parameter")).isEqualTo(query.substring(0, query.indexOf('=')));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//q/health/live",
                "/x/../q/health/live",
                "/%71/health/live",
                "/./q/metrics",
                "/q/./metrics",
                "/q//swagger-ui/index.html",
                "/q/%73wagger-ui/index.html",
                "/q/unknown",
                "/q/health/group",
                "/q/health/group/made-up",
                "/q/../q/"
            })
    void operationsHaveOneNameAndWhatIsNotThereIsAProblem(String path) {
        try (RawClient client = RawClient.of(RestAssured.port)) {
            String answer = client.head("GET " + path, "Connection: close").readUntilClosed();

            assertProblem(answer, 404, "not-found");
        }
    }

    /** JAX-RS would take them for a part of nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT /tasks;x=1",
                "PATCH /tasks;x",
                "DELETE /tasks;x",
                "TRACE /tasks;x",
                "POST /tasks;x",
                "POST /tasks/import;x",
                "GET /tasks/import;x",
                "POST /;x/tasks",
                "GET /tasks;x=1/1"
            })
    void aPathWithParametersNamesNothing(String request) {
        int before = Tasks.count();
        try (RawClient client = RawClient.of(RestAssured.port)) {
            String answer = client.head(
                            request, "Content-Type: application/json", "Content-Length: 13", "Connection: close")
                    .send("{\"title\":\"x\"}")
                    .readUntilClosed();

            assertProblem(answer, 404, "not-found");
        }
        assertThat(Tasks.count()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/live", "/q/metrics", "/q/openapi"})
    void operationsAreOnlyRead(String path) {
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS")) {
            try (RawClient client = RawClient.of(RestAssured.port)) {
                String answer =
                        client.head(method + " " + path, "Connection: close").readUntilClosed();

                assertThat(answer)
                        .startsWith("HTTP/1.1 " + (method.equals("OPTIONS") ? 204 : 405))
                        .containsIgnoringCase("\r\nallow: GET, HEAD, OPTIONS\r\n");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tasks", "/tasks/import"})
    void aBodyOfTwoTypesIsOfNone(String path) {
        int before = Tasks.count();
        try (RawClient client = RawClient.of(RestAssured.port)) {
            String answer = client.head(
                            "POST " + path,
                            "Content-Type: application/json",
                            "Content-Type: application/x-ndjson",
                            "Content-Length: 13",
                            "Connection: close")
                    .send("{\"title\":\"x\"}")
                    .readUntilClosed();

            assertProblem(answer, 400, "malformed-request");
            assertThat(answer).contains("Content-Type must be given once.");
        }
        assertThat(Tasks.count()).isEqualTo(before);
    }

    @Test
    void theServerAsAWholeSaysWhatItTakes() {
        try (RawClient client = RawClient.of(RestAssured.port)) {
            String answer = client.head("OPTIONS *").readToEnd("\r\n\r\n");

            assertThat(answer)
                    .startsWith("HTTP/1.1 204")
                    .containsIgnoringCase("allow: DELETE, GET, HEAD, OPTIONS, PATCH")
                    .containsIgnoringCase("\r\ndate: ")
                    .containsIgnoringCase("\r\nx-request-id: ")
                    .containsIgnoringCase("\r\nx-content-type-options: nosniff");
        }
    }

    @Test
    void aTargetThatIsNoUriDoesNotEndTheConnection() {
        try (RawClient client = RawClient.of(RestAssured.port)) {
            String answers = client.head("GET /tasks/%zz")
                    .head("GET /problems/not-found", "Connection: close")
                    .readUntilClosed();

            assertThat(answers).startsWith("HTTP/1.1 400").contains("HTTP/1.1 200");
        }
    }

    @Test
    void theAbsoluteFormOfATargetIsTaken() {
        try (RawClient client = RawClient.of(RestAssured.port)) {
            assertThat(client.head("GET http://localhost/problems/not-found").readToEnd("\n\n"))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void nothingIsReflected() {
        try (RawClient client = RawClient.of(RestAssured.port)) {
            String answer = client.head("TRACE /tasks", "X-Secret: hidden", "Connection: close")
                    .readUntilClosed();

            assertThat(answer).startsWith("HTTP/1.1 405").doesNotContain("hidden");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tasks", "/problems/not-found", "/tasks/export", "/nowhere", "/tasks/0"})
    void headIsGetWithoutTheBody(String path) {
        try (RawClient client = RawClient.of(RestAssured.port)) {
            String get = client.head("GET " + path, "X-Request-Id: told", "Connection: close")
                    .readUntilClosed();
            try (RawClient other = RawClient.of(RestAssured.port)) {
                String head = other.head("HEAD " + path, "X-Request-Id: told", "Connection: close")
                        .readUntilClosed();

                assertThat(comparable(head)).isEqualTo(comparable(get.substring(0, get.indexOf("\r\n\r\n") + 4)));
            }
        }
    }

    /** Seconds may pass in between, and what only the content tells may be left out (RFC 9110 section 9.3.2). */
    private static Object comparable(String head) {
        return head.lines()
                .filter(line -> !line.toLowerCase(Locale.ROOT).matches("(date|content-length|transfer-encoding):.*"))
                .sorted()
                .toList();
    }

    private static void assertProblem(String answer, int status, String type) {
        assertThat(answer).matches("(?s)HTTP/1\\.[01] " + status + " .*");
        assertThat(answer.toLowerCase(Locale.ROOT))
                .contains(
                        "content-type: application/problem+json\r\n", "\r\ndate: ", "x-content-type-options: nosniff");
        assertThat(answer).containsIgnoringCase("\r\nx-request-id: ");
        assertThat(body(answer).getString("type")).isEqualTo("/problems/" + type);
        assertThat(body(answer).getString("instance")).startsWith("/");
    }

    private static JsonPath body(String answer) {
        return new JsonPath(answer.substring(answer.indexOf("\r\n\r\n") + 4));
    }
}
