package dev.punchlist.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.ContractFilter;
import dev.punchlist.support.Tasks;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a body holds: it is the client's fault, it is told in a few words, and it changes nothing. */
@QuarkusTest
@ExtendWith(ContractFilter.class)
class HostileBodyTest {

    private static final int MOST_BYTES = 64 << 10;

    /** What has the reader of another write in common with it is sent to both only if that is quick. */
    private static final int SMALL_BYTES = 50_000;

    /** A batch in which each is done that can be tells of each of a thousand operations. */
    private static final int MOST_BYTES_IN_PARTS = 512 << 10;

    static Stream<HostileBodies.Body> bodies() {
        return HostileBodies.all();
    }

    static Stream<HostileBodies.Body> batches() {
        return HostileBodies.batches();
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void isRefusedInAFewWords(HostileBodies.Body body) {
        long id = Tasks.create(Map.of("title", "untouched", "description", "as it was"))
                .getLong("id");
        byte[] bytes = HostileBodies.bytes(body);

        assertRefused(send("POST", "/tasks", "application/json", bytes));
        assertRefused(send("PATCH", "/tasks/" + id, "application/merge-patch+json", bytes));
        assertRefused(send("PATCH", "/tasks/" + id, "application/json-patch+json", bytes));
        assertRefused(send("POST", "/tasks/batch", "application/json", bytes));
        if (bytes.length < SMALL_BYTES) {
            assertRefused(send("PUT", "/tasks/" + id, "application/json", bytes));
            assertRefused(send("PATCH", "/tasks/" + id, "application/json", bytes));
        }

        assertThat(Tasks.get(id).getLong("version")).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("batches")
    void inPartsItIsRefusedInNotManyMore(HostileBodies.Body body) {
        Response answer = send("POST", "/tasks/batch?atomic=false", "application/json", HostileBodies.bytes(body));

        assertThat(answer.statusCode()).isIn(207, 400, 422);
        assertThat(answer.asByteArray().length).isLessThan(MOST_BYTES_IN_PARTS);
    }

    private static void assertRefused(Response answer) {
        assertThat(answer.statusCode()).as(answer.asString()).isBetween(400, 499);
        assertThat(answer.asByteArray().length).isLessThan(MOST_BYTES);
    }

    private static Response send(String method, String path, String type, byte[] body) {
        return given().header("Content-Type", type).body(body).request(method, path);
    }
}
