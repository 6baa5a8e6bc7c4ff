package dev.punchlist.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TcpProxy;
import dev.punchlist.support.TestDatabase;
import dev.punchlist.support.TestPostgres;
import io.restassured.path.json.JsonPath;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How often a request goes to the database and back, counted on the wire: what it costs beside the work itself. */
class RoundTripsIT {

    /** Besides the statements, the begin and the commit. */
    private static final int TRANSACTION = 2;

    private static final String REQUEST_POOL = "punchlist";

    private static final TestDatabase DATABASE = TestPostgres.shared().createDatabase("round_trips");
    private static final TcpProxy NETWORK = new TcpProxy(DATABASE.port());

    // One connection, so that its statements are prepared when the second request comes, and none that rested too long
    // for
    // it.
    private static final ServiceProcess SERVICE = ServiceProcess.start(DATABASE.through(NETWORK)
            .environment(Map.of("PUNCHLIST_POOL_MAX_SIZE", "1", "PUNCHLIST_POOL_PING_AFTER", "1h")));

    @BeforeAll
    static void await() {
        SERVICE.awaitReady();
    }

    @AfterAll
    static void stop() {
        SERVICE.close();
        NETWORK.close();
    }

    @Test
    void whatReadsIsOneStatementWithoutATransaction() {
        long id = create();

        assertThat(roundTripsOf(() -> SERVICE.request("/tasks/" + id))).isEqualTo(1);
        assertThat(roundTripsOf(() -> SERVICE.request("/tasks/" + id).header("If-None-Match", "\"1\"")))
                .isEqualTo(1);
        assertThat(roundTripsOf(() -> SERVICE.request("/tasks?limit=10&sort=-created_at")))
                .isEqualTo(1);
    }

    @Test
    void aCreationCommitsItself() {
        assertThat(roundTripsOf(() -> SERVICE.post("{\"title\":\"one statement\"}")))
                .isEqualTo(1);
    }

    @Test
    void aChangeLocksTheTaskAndWritesIt() {
        assertThat(roundTripsOf(() -> patch(create(), "{\"title\":\"changed\"}")))
                .isEqualTo(TRANSACTION + 2);
        assertThat(roundTripsOf(() -> patch(create(), "{\"title\":\"new\"}")))
                .as("a change that changes nothing")
                .isEqualTo(TRANSACTION + 1);
        assertThat(roundTripsOf(() -> SERVICE.request("/tasks/" + create()).DELETE()))
                .isEqualTo(TRANSACTION + 2);
    }

    @Test
    void anIdempotencyKeyTakesALockALookAndItsAnswer() {
        assertThat(roundTripsOf(() -> SERVICE.post("{\"title\":\"once\"}")
                        .header("Idempotency-Key", "\"" + UUID.randomUUID() + "\"")))
                .isEqualTo(TRANSACTION + 4);
    }

    private static HttpRequest.Builder patch(long id, String body) {
        return SERVICE.request("/tasks/" + id)
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", BodyPublishers.ofString(body));
    }

    private static long create() {
        HttpResponse<String> created =
                SERVICE.send(SERVICE.post("{\"title\":\"new\"}").build());
        return new JsonPath(created.body()).getLong("id");
    }

    /** Of the second of two such requests: the first one prepares its statements. */
    private static long roundTripsOf(Supplier<HttpRequest.Builder> requests) {
        success(requests.get().build());
        HttpRequest second = requests.get().build();
        long before = NETWORK.roundTrips(REQUEST_POOL);
        success(second);
        return NETWORK.roundTrips(REQUEST_POOL) - before;
    }

    private static void success(HttpRequest request) {
        assertThat(SERVICE.send(request).statusCode()).isBetween(200, 304);
    }
}
