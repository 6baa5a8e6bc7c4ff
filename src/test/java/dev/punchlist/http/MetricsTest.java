package dev.punchlist.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.Await;
import dev.punchlist.support.Http2;
import dev.punchlist.support.Parallel;
import dev.punchlist.support.RawClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.builder.RequestSpecBuilder;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators are told to watch is there to be watched. */
@QuarkusTest
class MetricsTest {

    /**
     * The metrics of the service and of its libraries, not what the database has of such names; a pause for a collection is
     * there only after the first.
     */
    private static final Pattern METRIC = Pattern.compile(
            "\\b((?!punchlist_(?:adoption_history|schema_history|fold)\\b)(?:punchlist|sql_pool|http_server|postgresql|worker_pool|netty|process|(?!jvm_gc_pause)jvm)_[a-z_]+)");

    private static final Pattern SERVED = Pattern.compile("(?m)^(?:# TYPE )?([a-z_]+)[ {]");

    @ParameterizedTest
    @ValueSource(
            strings = {"docs/operations.md", "docs/patterns", "deploy/alerts.yml", "deploy/grafana-dashboard.json"})
    void everyMetricThatIsNamedIsServed(String path) throws IOException {
        given().get("/tasks");

        Set<String> named = names(METRIC, text(Path.of(path)));

        assertThat(named).isNotEmpty().isSubsetOf(names(SERVED, served()));
    }

    /** The text of a file, or of all files of a folder. */
    private static String text(Path path) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A series is for ever. */
    @Test
    void whoMakesUpMethodsAndPathsMakesNoMetrics() {
        for (int number = 0; number < 20; number++) {
            send("MADEUP" + number + " /tasks", "Content-Length: 5");
            send("MADEUP" + number + " /made-up-" + number);
            send("GET /made-up-" + number, "X-A: " + "a".repeat(30_000));
            send("GET /made-up-" + number + "/%zz");
            send("PUT /made-up-" + number, "Content-Length: 3000000");
            send("OPTIONS /made-up-" + number, "Origin: http://a", "Access-Control-Request-Method: GET");
            try (RawClient gone = RawClient.of(RestAssured.port)) {
                gone.head("POST /made-up-" + number, "Content-Length: 5")
                        .send("ab")
                        .reset();
            }
        }

        assertThat(served()).contains("method=\"OTHER\"").doesNotContain("MADEUP", "made-up");
    }

    /** Nobody is asked for the tags of a request that ends before its answer, or behind the last one of its connection. */
    @Test
    void norDoesWhoMakesThemUpAndLeaves() {
        HttpClient client = Http2.client(false);
        try {
            HttpClientRequest request =
                    Parallel.get(client.request(HttpMethod.valueOf("MADEUP"), RestAssured.port, "127.0.0.1", "/made-up")
                            .compose(open -> open.setChunked(true).sendHead().map(open))
                            .toCompletionStage()
                            .toCompletableFuture());
            assertThat(Parallel.get(request.response().toCompletionStage().toCompletableFuture())
                            .statusCode())
                    .isEqualTo(404);
            request.reset();
        } finally {
            client.close();
        }
        try (RawClient ahead = RawClient.of(RestAssured.port)) {
            ahead.head("POST /tasks", "Content-Type: text/plain", "Content-Length: 5")
                    .send("12345")
                    .head("MADEUP /made-up/behind")
                    .readUntilClosed();
        }

        Await.until("both are measured", () -> served().contains("status=\"RESET\""));
        assertThat(served()).doesNotContain("MADEUP", "made-up");
    }

    @Test
    void timesAreHistograms() {
        send("GET /tasks?limit=x", "Connection: close");

        Await.until("it is measured", () -> count("status=\"400\"", "/tasks") > 0);
        assertThat(served().lines()
                        .filter(line -> line.startsWith("http_server_requests_seconds_bucket{")
                                && line.contains("method=\"GET\"")
                                && line.contains("status=\"400\"")
                                && line.contains("uri=\"/tasks\"")))
                .hasSize(12)
                .anyMatch(line -> line.contains("le=\"0.005\""))
                .anyMatch(line -> line.contains("le=\"10.0\""));
    }

    /** An alert on failures is not for clients that leave. */
    @ParameterizedTest
    @ValueSource(strings = {"/tasks", "/tasks/batch", "/tasks/import"})
    void aClientThatLeavesIsNoFailureOfTheService(String path) {
        int failures = failures();
        int measured = count("status=\"[^\"]+\"", path);
        String type = path.endsWith("import") ? "application/x-ndjson" : "application/json";
        try (RawClient client = RawClient.of(RestAssured.port)) {
            client.head("POST " + path, "Content-Type: " + type, "Content-Length: 100")
                    .send("{")
                    .reset();
        }

        Await.until("it is measured", () -> count("status=\"[^\"]+\"", path) > measured);
        assertThat(failures()).isEqualTo(failures);
    }

    private static int failures() {
        return count("status=\"5..\"", "/tasks[^\"]*");
    }

    /** How many requests of this kind were measured. */
    private static int count(String status, String uri) {
        return Pattern.compile("http_server_requests_seconds_count\\{[^}]*" + status + "[^}]*uri=\"" + uri
                        + "\"[^}]*} ([0-9]+)")
                .matcher(served())
                .results()
                .mapToInt(line -> Integer.parseInt(line.group(1)))
                .sum();
    }

    private static String served() {
        return given(new RequestSpecBuilder().build())
                .noFilters()
                .get("/q/metrics")
                .asString();
    }

    private static void send(String request, String... headers) {
        try (RawClient client = RawClient.of(RestAssured.port)) {
            assertThat(client.head(request, headers).read(10)).isEqualTo("HTTP/1.1 4");
        }
    }
}
