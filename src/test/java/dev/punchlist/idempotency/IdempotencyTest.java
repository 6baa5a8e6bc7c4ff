package dev.punchlist.idempotency;

import static io.restassured.RestAssured.given;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.punchlist.support.Await;
import dev.punchlist.support.ContractFilter;
import dev.punchlist.support.Parallel;
import dev.punchlist.support.Tasks;
import dev.punchlist.support.TestDatabase;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However often a keyed write is sent, it is done once. */
@QuarkusTest
@ExtendWith(ContractFilter.class)
class IdempotencyTest {

    /** Fewer than may wait for their turn to change one task. */
    private static final int DUPLICATES = 60;

    @Test
    void aRetryGetsTheFirstAnswerAgain() {
        String key = UUID.randomUUID().toString();

        Response first = create(key, "once");
        Response again = create(key, "once");

        again.then().statusCode(201).header("Idempotency-Replayed", "true").header("ETag", "\"1\"");
        assertThat(first.getHeader("Idempotency-Replayed")).isNull();
        assertThat(again.getHeader("Location")).isEqualTo(first.getHeader("Location"));
        assertThat(again.getContentType()).isEqualTo(first.getContentType());
        assertThat(again.asString()).isEqualTo(first.asString());
    }

    @Test
    void aReplayTellsWhatWasAnsweredThenAndNotWhatIsNow() {
        String key = UUID.randomUUID().toString();
        Response first = create(key, "then");
        given().delete(first.getHeader("Location")).then().statusCode(204);

        create(key, "then").then().statusCode(201).body("title", equalTo("then"));

        given().get(first.getHeader("Location")).then().statusCode(404);
    }

    @Test
    void quotedAndBareItIsTheSameKey() {
        String key = UUID.randomUUID().toString();
        String id = create(key, "quoted").jsonPath().getString("id");

        create("\"" + key + "\"", "quoted")
                .then()
                .header("Idempotency-Replayed", "true")
                .body("id", equalTo(Integer.valueOf(id)));
    }

    @Test
    void everyKindOfWriteIsDoneOnce() {
        long id = Tasks.create("written");
        String put = UUID.randomUUID().toString();
        String patch = UUID.randomUUID().toString();
        String delete = UUID.randomUUID().toString();

        for (String replayed : new String[] {null, "true"}) {
            keyed(put)
                    .body("{\"title\":\"put\"}")
                    .put("/tasks/{id}", id)
                    .then()
                    .statusCode(200)
                    .header("ETag", "\"2\"")
                    .header("Idempotency-Replayed", replayed);
        }
        for (String replayed : new String[] {null, "true"}) {
            keyed(patch)
                    .header("If-Match", "\"2\"")
                    .body("{\"title\":\"patched\"}")
                    .patch("/tasks/{id}", id)
                    .then()
                    .statusCode(200)
                    .header("ETag", "\"3\"")
                    .header("Idempotency-Replayed", replayed);
        }
        for (String replayed : new String[] {null, "true"}) {
            given().header("Idempotency-Key", delete)
                    .delete("/tasks/{id}", id)
                    .then()
                    .statusCode(204)
                    .header("Idempotency-Replayed", replayed);
        }
    }

    @Test
    void aKeyServesOneRequestOnly() {
        String key = UUID.randomUUID().toString();
        long id = create(key, "first").jsonPath().getLong("id");

        List<Response> others = List.of(
                create(key, "second"),
                keyed(key).body("{\"title\":\"first\"}").put("/tasks/{id}", id),
                given().header("Idempotency-Key", key).delete("/tasks/{id}", id),
                given().header("Idempotency-Key", key)
                        .contentType("application/json; charset=utf-8")
                        .body("{\"title\":\"first\"}")
                        .post("/tasks"));

        assertThat(others)
                .allSatisfy(other ->
                        other.then().statusCode(422).body("type", equalTo("/problems/idempotency-key-reused")));
        assertThat(Tasks.get(id).getLong("version")).isEqualTo(1);
    }

    @Test
    void aRefusalIsNotStored() {
        String key = UUID.randomUUID().toString();
        create(key, "").then().statusCode(422);

        create(key, "mended").then().statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\"", "\"open", "with space", "\"a\\b\"", "caf\u00e9"})
    void aKeyThatCannotBeReadIsRefused(String key) {
        create(key, "unread").then().statusCode(400).body("type", equalTo("/problems/malformed-request"));
    }

    @Test
    void aKeyMayHave255CharactersAndNoMore() {
        create("k".repeat(255), "long key").then().statusCode(201);
        create("k".repeat(256), "longer key").then().statusCode(400);
    }

    @Test
    void aLongKeyIsRefusedBeforeItIsRead() {
        create("\"" + "k".repeat(2_000) + "\"", "longest key").then().statusCode(400);
        create("\"" + "\\\"".repeat(255) + "\"", "escaped").then().statusCode(201);
        create("\"" + "\\\"".repeat(256) + "\"", "escaped").then().statusCode(400);
    }

    @RepeatedTest(3)
    void ofManyAtOnceOneDoesTheWorkAndNoneDoesItAgain() {
        String key = UUID.randomUUID().toString();
        String title = "burst " + key.substring(0, 8);

        List<Response> answers = Parallel.times(50, index -> create(key, title));

        assertThat(answers)
                .extracting(Response::statusCode)
                .containsOnly(201, 409)
                .contains(201);
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 409).allSatisfy(answer -> answer.then()
                .header("Retry-After", "1")
                .body("type", equalTo("/problems/request-in-flight")));
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() == 201)
                .extracting(Response::asString)
                .containsOnly(create(key, title).asString());
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() == 201 && answer.getHeader("Idempotency-Replayed") == null)
                .hasSize(1);
        assertThat(database().value("select count(*) from tasks where title = '" + title + "'"))
                .isEqualTo("1");
    }

    @RepeatedTest(3)
    void manyDuplicatesOfASlowRequestLeaveTheServiceResponsive() throws SQLException {
        String key = UUID.randomUUID().toString();
        long id = Tasks.create("locked");
        try (Connection blocker = database().connect();
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("select from tasks where id = " + id + " for update");
            CompletableFuture<Response> slow = CompletableFuture.supplyAsync(() -> complete(key, id));
            awaitWaiting(1);

            Map<Integer, Long> duplicates = Parallel.times(
                            DUPLICATES, index -> complete(key, id).statusCode())
                    .stream()
                    .collect(groupingBy(status -> status, counting()));
            given().get("/tasks/{id}", id).then().statusCode(200);
            create(UUID.randomUUID().toString(), "meanwhile").then().statusCode(201);

            assertThat(duplicates).isEqualTo(Map.of(409, (long) DUPLICATES));
            assertThat(slow).isNotDone();
            blocker.commit();
            assertThat(Parallel.get(slow).statusCode()).isEqualTo(200);
        }
        complete(key, id)
                .then()
                .statusCode(200)
                .header("Idempotency-Replayed", "true")
                .body("version", equalTo(2));
    }

    @Test
    void anExpiredAnswerThatIsNotPurgedYetMakesRoom() {
        String key = UUID.randomUUID().toString();
        long first = create(key, "old").jsonPath().getLong("id");
        age(key, Duration.ofHours(25));

        assertThat(create(key, "another request").jsonPath().getLong("id")).isNotEqualTo(first);
        create(key, "another request").then().header("Idempotency-Replayed", "true");
    }

    private static void age(String key, Duration age) {
        database()
                .execute("update idempotency_keys set created_at = now() - interval '%d seconds' where key = '%s'"
                        .formatted(age.toSeconds(), key));
    }

    private static void awaitWaiting(int count) {
        String waiting =
                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        Await.until("the first request waits", () -> Integer.parseInt(database().value(waiting)) >= count);
    }

    private static Response complete(String key, long id) {
        return given().header("Idempotency-Key", key).patch("/tasks/{id}?completed=true", id);
    }

    private static Response create(String key, String title) {
        return keyed(key).body("{\"title\":\"" + title + "\"}").post("/tasks");
    }

    private static RequestSpecification keyed(String key) {
        return given().header("Idempotency-Key", key).contentType("application/json");
    }

    private static TestDatabase database() {
        return TestDatabase.ofTheService();
    }
}
