package dev.punchlist.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.Await;
import dev.punchlist.support.Parallel;
import dev.punchlist.support.RawClient;
import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TestDatabase;
import dev.punchlist.support.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Behind a proxy that is trusted, and beside pages of an origin that is welcome. */
class HttpSettingsIT {

    private static final String PROXY = "127.0.0.2";
    private static final String ORIGIN = "https://app.example.org";

    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final TestDatabase DATABASE = TestPostgres.shared().createDatabase("httpsettings");

    private static @Nullable ServiceProcess service;

    @BeforeAll
    static void start() {
        service = ServiceProcess.start(DATABASE.environment(Map.of(
                        "QUARKUS_HTTP_IDLE_TIMEOUT", IDLE.toMillis() + "ms",
                        "PUNCHLIST_HTTP_TRUSTED_PROXIES", "10.1.0.0/16," + PROXY,
                        "PUNCHLIST_HTTP_CORS_ORIGINS", ORIGIN + ",http://localhost:3000")))
                .awaitReady();
    }

    @AfterAll
    static void stop() {
        if (service != null) {
            service.close();
        }
    }

    private static String ask(String from, String request, String... headers) {
        int port = service == null ? 0 : service.port();
        try (RawClient client = RawClient.of(port, from)) {
            return client.head(request, headers).readUntilClosed();
        }
    }

    private static String create(String from, String... headers) {
        String body = "{\"title\":\"x\"}";
        int port = service == null ? 0 : service.port();
        try (RawClient client = RawClient.of(port, from)) {
            return client.send("POST /tasks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
                            + body.length() + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n" + body)
                    .readUntilClosed();
        }
    }

    /** At the end of a long import nothing goes over its connection for a while. */
    @Test
    void aConnectionOnWhichARequestIsUnderWayIsNotIdle() throws SQLException {
        String task = "{\"title\":\"%s\",\"external_id\":\"idle\"}\n";
        importAtOnce(task.formatted("before"));
        try (Connection other = DATABASE.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select from tasks where external_id = 'idle' for update");
            long begin = System.nanoTime();
            CompletableFuture<String> answer =
                    CompletableFuture.supplyAsync(() -> importAtOnce(task.formatted("after")));
            Await.until("it would have been idle", () -> System.nanoTime() - begin > 3 * IDLE.toNanos());
            other.commit();

            assertThat(Parallel.get(answer)).contains("\"updated\":1");
        }
    }

    private static String importAtOnce(String line) {
        int port = service == null ? 0 : service.port();
        try (RawClient client = RawClient.of(port)) {
            return client.head(
                            "POST /tasks/import?atomic=true",
                            "Content-Type: application/x-ndjson",
                            "Content-Length: " + line.length(),
                            "Connection: close")
                    .send(line)
                    .readUntilClosed();
        }
    }

    /** There are no chunks then: the end of the connection is the end of the answer. */
    @Test
    void aStreamInHttp10EndsWithItsConnection() {
        int port = service == null ? 0 : service.port();
        try (RawClient client = RawClient.of(port)) {
            String answer = client.send(
                            "GET /tasks/export?ids=0 HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n")
                    .readUntilClosed();

            assertThat(answer).startsWith("HTTP/1.0 200").endsWith("{\"end\":true,\"count\":0}\n");
        }
    }

    @Test
    void whatIsTooLongForAnImportAtOnceIsNotAskedFor() {
        assertThat(ask(
                        "127.0.0.1",
                        "POST /tasks/import?atomic=true",
                        "Content-Type: application/x-ndjson",
                        "Content-Length: 5000000000",
                        "Expect: 100-continue"))
                .startsWith("HTTP/1.1 413")
                .contains("at once");
    }

    @Test
    void thePrefixThatATrustedProxyTakesOffStandsBeforeEveryReference() {
        create(PROXY, "X-Forwarded-Prefix: /todo/");

        assertThat(create(PROXY, "X-Forwarded-Prefix: /todo/")).containsIgnoringCase("\r\nlocation: /todo/tasks/");
        assertThat(ask(PROXY, "GET /tasks?limit=1", "X-Forwarded-Prefix: /todo", "Connection: close"))
                .contains("</todo/tasks?limit=1>; rel=\"first\"", "</todo/tasks?limit=1&cursor=");
        assertThat(ask(PROXY, "GET /tasks/0", "X-Forwarded-Prefix: /todo", "Connection: close"))
                .contains("\"type\":\"/todo/problems/not-found\"", "\"instance\":\"/todo/tasks/0\"");
        assertThat(ask(PROXY, "GET /tasks/%zz", "X-Forwarded-Prefix: /todo", "Connection: close"))
                .contains("\"type\":\"/todo/problems/malformed-request\"");
    }

    @Test
    void aStoredAnswerIsGivenUnderThePrefixOfTheDay() {
        String key = "Idempotency-Key: moved";

        assertThat(create("127.0.0.1", key)).containsIgnoringCase("\r\nlocation: /tasks/");
        assertThat(create(PROXY, key, "X-Forwarded-Prefix: /todo"))
                .containsIgnoringCase("\r\nlocation: /todo/tasks/")
                .containsIgnoringCase("idempotency-replayed: true");
    }

    @Test
    void fromAnybodyElseThePrefixSaysNothing() {
        assertThat(create("127.0.0.1", "X-Forwarded-Prefix: /todo", "X-Forwarded-For: " + PROXY))
                .containsIgnoringCase("\r\nlocation: /tasks/")
                .doesNotContain("/todo");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-Prefix: //evil.example",
                "X-Forwarded-Prefix: https://evil.example",
                "X-Forwarded-Prefix: /a?b",
                "X-Forwarded-Prefix: /a/../b",
                "X-Forwarded-Prefix: /%0d%0aX-A:b",
                "X-Forwarded-Prefix: /a b",
                "X-Forwarded-Prefix: /\u00e9",
                "X-Forwarded-Prefix: /<x>",
                "X-Forwarded-Prefix: /",
                "X-Forwarded-Prefix:",
                "X-Forwarded-Prefix: /a, /b",
                "X-Forwarded-Prefix: /a\r\nX-Forwarded-Prefix: /b",
                "X-Forwarded-For:",
                "X-Forwarded-For: ,",
                "X-Forwarded-Port: 99999999",
                "X-Forwarded-Port: -1",
                "X-Forwarded-Host: //evil.example",
                "X-Forwarded-Host:",
                "X-Forwarded-Proto: javascript",
                "Forwarded: for=",
                "Forwarded: host=\"//evil\";proto=\"",
                "Forwarded: for=\"[::1]:99999999\""
            })
    void whatAProxyPassesOnUncheckedBreaksNothing(String header) {
        assertThat(create(PROXY, header)).startsWith("HTTP/1.1 201").containsIgnoringCase("\r\nlocation: /tasks/");
    }

    @Test
    void aVeryLongPrefixIsPassedOver() {
        assertThat(create(PROXY, "X-Forwarded-Prefix: /" + "a".repeat(200)))
                .containsIgnoringCase("\r\nlocation: /tasks/");
    }

    @Test
    void aPageOfAWelcomeOriginMayUseEverything() {
        String preflight = ask(
                "127.0.0.1",
                "OPTIONS /tasks/1",
                "Origin: " + ORIGIN,
                "Access-Control-Request-Method: PATCH",
                "Access-Control-Request-Headers: content-type,if-match",
                "Connection: close");
        String answer = ask("127.0.0.1", "GET /tasks/export", "Origin: " + ORIGIN, "Connection: close");
        String problem = ask("127.0.0.1", "GET /tasks/0", "Origin: " + ORIGIN, "Connection: close");

        assertThat(preflight).startsWith("HTTP/1.1 204");
        assertThat(header(preflight, "access-control-allow-origin")).isEqualTo(ORIGIN);
        assertThat(header(preflight, "access-control-allow-methods")).contains("PATCH", "DELETE", "PUT");
        assertThat(header(preflight, "access-control-allow-headers"))
                .contains("If-Match", "Idempotency-Key", "Prefer", "traceparent", "Authorization", "Last-Event-ID");
        assertThat(header(answer, "access-control-allow-origin")).isEqualTo(ORIGIN);
        assertThat(header(answer, "access-control-expose-headers"))
                .contains(
                        "ETag",
                        "Link",
                        "Location",
                        "Total-Count",
                        "Retry-After",
                        "Idempotency-Replayed",
                        "X-Request-Id");
        assertThat(header(answer, "vary")).isEqualTo("Accept, Accept-Encoding, Origin");
        assertThat(header(problem, "access-control-allow-origin")).isEqualTo(ORIGIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "https://evil.example",
                "https://app.example.org.evil.example",
                "http://app.example.org",
                "HTTPS://APP.EXAMPLE.ORG"
            })
    void anotherOriginIsToldNothing(String origin) {
        String preflight = ask(
                "127.0.0.1",
                "OPTIONS /tasks",
                "Origin: " + origin,
                "Access-Control-Request-Method: POST",
                "Connection: close");
        String answer = ask("127.0.0.1", "GET /tasks?limit=1", "Origin: " + origin, "Connection: close");

        assertThat(preflight + answer).doesNotContainIgnoringCase("access-control-");
        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(header(answer, "vary")).isEqualTo("Origin");
    }

    private static String header(String answer, String name) {
        return answer.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElse("");
    }
}
