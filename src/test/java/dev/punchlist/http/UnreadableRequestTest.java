package dev.punchlist.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.Http2Client;
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
                Arguments.of("GET /tasks HTTP/1.1\r\n" + HOST + ": x\r\n", 400, "malformed-request"),
                Arguments.of("GET /tasks FTP/1.1\r\n" + HOST, 400, "malformed-request"),
                Arguments.of("GET /tasks HTTP/2.0\r\n" + HOST, 505, "http-version-not-supported"),
                Arguments.of("GET /tasks HTTP/0.9\r\n" + HOST, 505, "http-version-not-supported"),
                Arguments.of("GET /tasks HTTP/11.1\r\n" + HOST, 505, "http-version-not-supported"),
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
                "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n",
                "GET foo HTTP/1.1\r\nHost: localhost\r\n",
                "CONNECT a:1 HTTP/1.1\r\nHost: localhost\r\n",
                "POST /tasks HTTP/1.1\r\n",
                "POST /tasks HTTP/1.1\r\nHost: a b\r\n",
                "OPTIONS /tasks HTTP/1.1\r\nHost: localhost\r\nOrigin: http://a\r\nAccess-Control-Request-Method: GET\r\n",
                "POST /nowhere HTTP/1.1\r\nHost: localhost\r\n"
            })
    void aRequestOfWhichItIsNotSureWhereItEndsIsTheLast(String head) {
        try (RawClient client = RawClient.of(RestAssured.port)) {
            String answer = client.send(head + "Transfer-Encoding: gzip\r\n\r\n")
                    .head("GET /problems/not-found")
                    .readUntilClosed();

            assertProblem(answer, 400, "malformed-request");
            assertThat(answer).containsOnlyOnce("HTTP/1.1 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"xchunked", "identity", "chunked, identity", "\"chunked\"", "chunked;q=1"})
    void whatStandsBehindAnUnknownCodingIsNotAnsweredAgain(String coding) {
        try (RawClient client = RawClient.of(RestAssured.port)) {
            String answer = client.send("POST /tasks HTTP/1.1\r\n" + HOST + "Transfer-Encoding: " + coding
                            + "\r\n\r\nd\r\n{\"title\":\"a\"}\r\n0\r\n\r\n")
                    .readUntilClosed();

            assertProblem(answer, 400, "malformed-request");
            assertThat(answer).containsOnlyOnce("HTTP/1.1 ");
        }
    }

    @Test
    void whatWasAskedBeforeABrokenBodyIsAnsweredAndTheBodyIsNotTaken() {
        try (RawClient client = RawClient.of(RestAssured.port)) {
            String answers = client.send(
                            "GET /problems/not-found HTTP/1.1\r\n" + HOST + "\r\nPOST /tasks HTTP/1.1\r\n" + HOST
                                    + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nd zzz\r\n{\"title\":\"a\"}\r\n0\r\n\r\n")
                    .readUntilClosed();

            assertThat(answers).startsWith("HTTP/1.1 200").doesNotContain("HTTP/1.1 201");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"d zzz", " d", "d ", "0xd", "+d"})
    void aChunkWhoseSizeIsNoneIsTheEnd(String size) {
        try (RawClient client = RawClient.of(RestAssured.port)) {
            String answer = client.send("POST /tasks HTTP/1.1\r\n" + HOST
                            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + size
                            + "\r\n{\"title\":\"a\"}\r\n0\r\n\r\n")
                    .head("GET /problems/not-found")
                    .readUntilClosed();

            assertProblem(answer, 400, "malformed-request");
            assertThat(answer).containsOnlyOnce("HTTP/1.1 ");
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
                "GET http:///tasks",
                "GET http://localhost:abc/tasks",
                "GET http://user:pw@localhost/tasks",
                "GET ftp://localhost/tasks",
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
    void aLaterMinorVersionIsAnsweredInOurs() {
        try (RawClient client = RawClient.of(RestAssured.port)) {
            String answer = client.send("GET /problems/not-found HTTP/1.2\r\n" + HOST + "Connection: close\r\n\r\n")
                    .readUntilClosed();

            assertThat(answer).startsWith("HTTP/1.1 200");
        }
    }

    static Stream<Arguments> upgrades() {
        String settings = "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n";
        String upgrade = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n";
        String get = "GET /problems/not-found HTTP/1.1\r\n";
        String post = "POST /tasks HTTP/1.1\r\n" + HOST + "Content-Type: application/json\r\n" + upgrade + settings;
        return Stream.of(
                Arguments.of(get + HOST + HOST + upgrade + settings + "\r\n", 400),
                Arguments.of(get + upgrade + settings + "\r\n", 400),
                Arguments.of(get + "Host: a b\r\n" + upgrade + settings + "\r\n", 400),
                Arguments.of(get + HOST + upgrade + settings + "a b: c\r\n\r\n", 400),
                Arguments.of(get + HOST + upgrade + settings + "X-A: " + "a".repeat(30_000) + "\r\n\r\n", 431),
                Arguments.of(get + HOST + upgrade + settings + settings + "\r\n", 200),
                Arguments.of(get + HOST + upgrade + "HTTP2-Settings: !\r\n\r\n", 200),
                Arguments.of(get + HOST + upgrade + "\r\n", 200),
                Arguments.of("GET /problems/not-found HTTP/2.0\r\n" + HOST + upgrade + settings + "\r\n", 505),
                Arguments.of(post + "Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 400),
                Arguments.of(post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
                Arguments.of(post + "Transfer-Encoding: chunked\r\nContent-Length: 7\r\n\r\n0\r\n\r\n", 400),
                Arguments.of(post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n", 400),
                Arguments.of(post + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 422));
    }

    @ParameterizedTest
    @MethodSource("upgrades")
    void whatAsksForAnUpgradeAndIsNotInOrderIsAnsweredInHttp1(String request, int status) {
        try (RawClient client = RawClient.of(RestAssured.port)) {
            assertThat(client.send(request).readToEnd("\r\n\r\n")).startsWith("HTTP/1.1 " + status);
        }
    }

    @Test
    void whatAsksForAnUpgradeInOrderGetsIt() {
        try (RawClient client = RawClient.of(RestAssured.port)) {
            assertThat(client.head(
                                    "GET /problems/not-found",
                                    "Connection: Upgrade, HTTP2-Settings",
                                    "Upgrade: h2c",
                                    "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA")
                            .readToEnd("\r\n\r\n"))
                    .startsWith("HTTP/1.1 101");
        }
    }

    static Stream<byte[]> malformedHeads() {
        return Stream.of(
                Http2Client.fields("G T", "/tasks"),
                Http2Client.fields("G(T", "/tasks"),
                Http2Client.fields("G\0T", "/tasks"),
                Http2Client.fields("", "/tasks"),
                Http2Client.fields("GET", "/tasks", "x-a", "a\r\nb: c"),
                Http2Client.fields("GET", "/tasks", "x-a", "a\0b"),
                Http2Client.fields("GET", "/tasks", "x-a", " a"),
                Http2Client.fields("GET", "/tasks", "x-a", "a\t"),
                Http2Client.fields("GET", "/tasks", "host", "localhost", "host", "localhost"),
                Http2Client.fields("GET", "/tasks", "host", "elsewhere"));
    }

    @ParameterizedTest
    @MethodSource("malformedHeads")
    void aMalformedHeadOfHttp2EndsItsStreamOnly(byte[] fields) {
        try (Http2Client client = Http2Client.of(RestAssured.port, 65_535)) {
            int flags = Http2Client.END_STREAM | Http2Client.END_HEADERS;
            client.send(Http2Client.frame(Http2Client.HEADERS, flags, 1, fields));
            client.send(Http2Client.get("/problems/not-found", 3));

            assertThat(client.readUntil(Http2Client.HEADERS)).containsExactly(Http2Client.RST_STREAM);
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
