package dev.punchlist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.Await;
import dev.punchlist.support.Http2;
import dev.punchlist.support.Parallel;
import dev.punchlist.support.RawClient;
import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TestDatabase;
import dev.punchlist.support.TestPostgres;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** More bodies at once than the memory of the service could hold, or than ever end. */
@Isolated("it fills the machine")
class BodyFloodIT {

    private static final int CLIENTS = 100;
    private static final int LARGEST = 1 << 20;
    private static final String JSON = "Content-Type: application/json";
    private static final TestDatabase DATABASE = TestPostgres.shared().createDatabase("flood");

    /** Each as large as a body may be, and what is made of each is larger. */
    private static final List<String> BODIES = List.of(
            largest("{\"title\":\"flood\",\"description\":\"", "x", "\"}"),
            largest("[0", ",{}", "]"),
            largest("[0", ",1", "]"),
            largest("{\"title\":\"flood\"", " ", "}"));

    private static ServiceProcess service;

    @BeforeAll
    static void start() {
        service = ServiceProcess.start(DATABASE.environment(Map.of("JAVA_TOOL_OPTIONS", "-Xmx96m")))
                .awaitReady();
    }

    @AfterAll
    static void stop() {
        service.terminate();
        assertThat(service.awaitExit()).isEqualTo(143);
    }

    @AfterEach
    void itServesAndNothingWasAnError() {
        Await.until("a small body finds room", () -> create() == 201);
        assertThat(service.errors()).isEmpty();
    }

    private static String largest(String begin, String filling, String end) {
        return begin + filling.repeat((LARGEST - begin.length() - end.length()) / filling.length()) + end;
    }

    private static int create() {
        return service.send(service.post("{\"title\":\"small\"}").build()).statusCode();
    }

    @Test
    void aHundredLargeBodiesAtOnceEndNothing() {
        List<String> answers = Parallel.times(CLIENTS, number -> {
            String body = BODIES.get(number % BODIES.size());
            try (RawClient client = RawClient.of(service.port())
                    .head("POST /tasks", JSON, "Content-Length: " + body.length(), "Connection: close")
                    .send(body)) {
                return client.read(12);
            }
        });

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer).isIn("HTTP/1.1 201", "HTTP/1.1 422", "HTTP/1.1 503"))
                .anySatisfy(answer -> assertThat(answer).isNotEqualTo("HTTP/1.1 503"));
    }

    /** The room is there again before the answer is. */
    @Test
    void aLargeBodyAfterAnotherFindsRoom() {
        for (int number = 0; number < 3 * BODIES.size(); number++) {
            String body = BODIES.get(number % BODIES.size());
            try (RawClient client = RawClient.of(service.port())
                    .head("POST /tasks", JSON, "Content-Length: " + body.length())
                    .send(body)) {
                assertThat(client.read(12)).isNotEqualTo("HTTP/1.1 503");
            }
        }
    }

    @Test
    void aHundredLargeBodiesAtOnceEndNothingOverHttp2() {
        HttpClient client = Http2.client(false);
        try {
            List<Future<Integer>> statuses = IntStream.range(0, CLIENTS)
                    .mapToObj(number -> client.request(HttpMethod.POST, service.port(), "127.0.0.1", "/tasks")
                            .compose(request -> request.putHeader("Content-Type", "application/json")
                                    .send(Buffer.buffer(BODIES.get(number % BODIES.size()))))
                            .map(HttpClientResponse::statusCode))
                    .<Future<Integer>>map(status -> status.toCompletionStage().toCompletableFuture())
                    .toList();

            assertThat(statuses.stream().map(Parallel::get).toList())
                    .allSatisfy(status -> assertThat(status).isIn(201, 422, 503))
                    .anySatisfy(status -> assertThat(status).isNotEqualTo(503));
        } finally {
            client.close();
        }
    }

    @Test
    void largeBodiesThatDoNotEndAreGivenUpAndKeepNobodyOut() {
        List<RawClient> stalled = Stream.generate(() -> RawClient.of(service.port())
                        .head("POST /tasks", JSON, "Content-Length: " + LARGEST)
                        .send(" ".repeat(LARGEST - 6)))
                .limit(32)
                .toList();

        int meanwhile = create();
        List<String> answers = stalled.stream().map(client -> client.read(12)).toList();
        stalled.forEach(RawClient::close);

        assertThat(meanwhile).isEqualTo(201);
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer).isIn("HTTP/1.1 408", "HTTP/1.1 503"))
                .anySatisfy(answer -> assertThat(answer).isEqualTo("HTTP/1.1 408"));
        Await.until(
                "a large body finds room",
                () -> service.send(service.post(BODIES.get(3)).build()).statusCode() == 201);
    }

    @Test
    void anImportThatOnlyDripsIsGivenUp() {
        try (RawClient client = RawClient.of(service.port())
                .head("POST /tasks/import", "Content-Type: application/x-ndjson", "Transfer-Encoding: chunked")) {
            Await.until(
                    "an answer", () -> client.isAnswered() || client.chunk(" ").isAnswered());

            assertThat(client.readUntilClosed()).startsWith("HTTP/1.1 408").contains("too slowly");
        }
    }
}
