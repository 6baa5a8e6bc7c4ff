package dev.punchlist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.Http2;
import dev.punchlist.support.Parallel;
import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TestDatabase;
import dev.punchlist.support.TestPostgres;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What goes wrong on one stream of HTTP/2 harms no other, and a stop lets every stream have its answer. */
@Isolated("it measures")
class Http2FaultIT {

    private static final int POOL = 5;
    private static final int STORED = 5_000;
    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";

    private final TestDatabase database = TestPostgres.shared().createDatabase("http2");
    private final HttpClient client = Http2.client(false);
    private ServiceProcess service;

    @BeforeEach
    void start() {
        service = ServiceProcess.start(database.environment(Map.of(
                        "PUNCHLIST_POOL_MAX_SIZE",
                        String.valueOf(POOL),
                        "PUNCHLIST_BACKGROUND_POOL_MAX_SIZE",
                        "20",
                        "PUNCHLIST_LIMITS_BODY_TIMEOUT",
                        "2s",
                        "PUNCHLIST_STREAM_IDLE_TIMEOUT",
                        "2s",
                        "PUNCHLIST_CURSOR_KEYS",
                        "a key so that none is missed")))
                .awaitReady();
    }

    @AfterEach
    void stop() {
        client.close();
        service.terminate();
        assertThat(service.awaitExit()).isEqualTo(143);
        assertThat(service.errors()).isEmpty();
        assertThat(service.output()).noneMatch(line -> line.contains("got no answer") || line.contains("HR000090"));
    }

    private HttpClientRequest request(HttpMethod method, String path) {
        return Parallel.get(client.request(method, service.port(), "127.0.0.1", path)
                .toCompletionStage()
                .toCompletableFuture());
    }

    private HttpClientRequest post(String path, String type) {
        return request(HttpMethod.POST, path).putHeader("Content-Type", type).setChunked(true);
    }

    private static <T> T get(Future<T> future) {
        return Parallel.get(future.toCompletionStage().toCompletableFuture());
    }

    private static Future<Integer> status(Future<HttpClientResponse> answer) {
        return answer.map(response -> {
            assertThat(response.version()).isEqualTo(HttpVersion.HTTP_2);
            return response.statusCode();
        });
    }

    private int create() {
        return get(status(post("/tasks", JSON).send("{\"title\":\"other\"}")));
    }

    @Test
    void streamsThatAreResetAtAnyPlaceHarmNoOther() throws SQLException {
        database.execute("insert into tasks (title, is_completed, description) select 'stored', false, repeat('x', 255)"
                + " from generate_series(1, " + STORED + ")");
        for (int round = 0; round < 10; round++) {
            HttpClientRequest create = post("/tasks", JSON);
            get(create.write("{\"title\":"));
            HttpClientRequest batch = post("/tasks/batch", JSON);
            get(batch.sendHead());
            HttpClientRequest imported = post("/tasks/import", NDJSON);
            get(imported.write("{\"title\":\"imported\"}\n".repeat(1_500)));
            HttpClientRequest export = request(HttpMethod.GET, "/tasks/export");
            get(export.send().map(HttpClientResponse::pause));
            HttpClientRequest whole = post("/tasks", JSON);
            whole.end("{\"title\":\"whole\"}");

            create.reset();
            batch.reset();
            imported.reset();
            export.reset();
            whole.reset();

            assertThat(create()).isEqualTo(201);
        }
        new RequestPool(service, database, POOL).assertWhole();
        assertThat(service.output()).noneMatch(line -> line.contains(" WARN "));
    }

    @Test
    void bodiesThatAreTooLargeOrTooSlowEndTheirStreamAlone() {
        HttpClientRequest slow = post("/tasks", JSON);
        get(slow.write("{"));
        HttpClientRequest pausing = post("/tasks/import", NDJSON);
        get(pausing.write("{\"title\":\"imported\"}\n"));
        HttpClientRequest announced = request(HttpMethod.POST, "/tasks")
                .putHeader("Content-Type", JSON)
                .putHeader("Content-Length", "2000000");
        Future<Integer> tooLong = status(announced.response());
        get(announced.sendHead());
        HttpClientRequest growing = post("/tasks", JSON);
        Future<Integer> tooLarge = status(growing.response());
        growing.write(Buffer.buffer(" ".repeat(2_000_000)));

        assertThat(get(tooLong)).isEqualTo(413);
        assertThat(get(tooLarge)).isEqualTo(413);
        assertThat(create()).isEqualTo(201);
        assertThat(get(status(slow.response()))).isEqualTo(408);
        assertThat(get(status(pausing.response()))).isEqualTo(408);
        assertThat(create()).isEqualTo(201);
    }

    @Test
    void theDeadlineHoldsAndAStopWaitsForEveryStream() throws SQLException {
        assertThat(create()).isEqualTo(201);
        try (Connection blocker = database.connect();
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("lock table tasks in access exclusive mode");

            int late = get(
                    status(post("/tasks", JSON).putHeader("Prefer", "wait=1").send("{\"title\":\"late\"}")));
            Future<Integer> first = status(post("/tasks", JSON).send("{\"title\":\"in flight\"}"));
            Future<Integer> second = status(request(HttpMethod.GET, "/tasks").send());
            new RequestPool(service, database, 2).awaitBlocked();
            service.terminate();
            service.awaitOutput("Stopping");
            int refused = get(status(post("/tasks", JSON).send("{\"title\":\"refused\"}")));
            blocker.rollback();

            assertThat(late).isEqualTo(504);
            assertThat(refused).isEqualTo(503);
            assertThat(get(first)).isEqualTo(201);
            assertThat(get(second)).isEqualTo(200);
        }
    }
}
