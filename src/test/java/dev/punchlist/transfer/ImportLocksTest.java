package dev.punchlist.transfer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.Await;
import dev.punchlist.support.Parallel;
import dev.punchlist.support.RawClient;
import dev.punchlist.support.TestDatabase;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An import keeps nobody waiting while it waits for its client, and imports that cross do not fail. */
@QuarkusTest
class ImportLocksTest {

    private static final int TASKS = 1_500;

    private final TestDatabase database = TestDatabase.ofTheService();
    private final String mark = UUID.randomUUID().toString();

    @AfterEach
    void leaveNothing() {
        database.execute("delete from tasks where external_id like '" + mark + "%'");
    }

    private List<String> lines(String title) {
        return IntStream.range(0, TASKS)
                .mapToObj(number -> "{\"title\":\"%s\",\"external_id\":\"%s-%04d\"}\n".formatted(title, mark, number))
                .toList();
    }

    private static Response send(String query, List<String> lines) {
        return given().header("Content-Type", "application/x-ndjson")
                .body(String.join("", lines).getBytes(StandardCharsets.UTF_8))
                .post("/tasks/import" + query);
    }

    private static JsonPath totals(Response answer) {
        List<String> lines = answer.asString().lines().toList();
        return JsonPath.from(lines.get(lines.size() - 1));
    }

    private long staged() {
        return Long.parseLong(database.value("select count(*) from import_chunks"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?dry_run=true", "?atomic=true"})
    void noTaskIsLockedWhileAClientSends(String query) {
        send("", lines("before"));

        try (RawClient slow = RawClient.of(RestAssured.port)
                .head("POST /tasks/import" + query, "Content-Type: application/x-ndjson", "Transfer-Encoding: chunked")
                .chunk(String.join("", lines("after")))) {
            Await.until("a chunk is put aside", () -> staged() > 0);

            assertThat(database.query("select id from tasks where external_id like '" + mark + "%' for update nowait"))
                    .hasSize(TASKS);
            assertThat(database.value("select count(*) from pg_stat_activity where datname = current_database()"
                            + " and state = 'idle in transaction'"))
                    .isEqualTo("0");
            slow.send("0\r\n\r\n");
            assertThat(slow.readToEnd("\"end\":true")).contains("\"updated\":" + TASKS);
        }
        Await.until("nothing is left aside", () -> staged() == 0);
        assertThat(database.value(
                        "select count(*) from tasks where title = 'after' and external_id like '" + mark + "%'"))
                .isEqualTo(query.contains("atomic") ? String.valueOf(TASKS) : "0");
    }

    @Test
    void aDryRunAndAnAtomicImportCountAlike() {
        send("", lines("old").subList(0, 10));
        List<String> lines = Stream.of(
                        lines("old").subList(5, 15),
                        lines("new").subList(8, 20),
                        lines("new").subList(8, 9),
                        lines("newer").subList(8, 9))
                .flatMap(List::stream)
                .toList();

        JsonPath expected = totals(send("?dry_run=true", lines));
        JsonPath done = totals(send("?atomic=true", lines));
        JsonPath again = totals(send("?atomic=true", lines));

        for (String count : List.of("lines", "created", "updated", "unchanged")) {
            assertThat(expected.getInt(count)).as(count).isEqualTo(done.getInt(count));
        }
        assertThat(done.getInt("created")).isEqualTo(10);
        assertThat(done.getInt("updated")).isEqualTo(8);
        assertThat(done.getInt("unchanged")).isEqualTo(6);
        assertThat(again.getInt("created")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?atomic=true"})
    void importsThatCrossAreBothDone(String query) {
        List<Integer> statuses = Parallel.times(4, client -> {
            List<String> lines = new ArrayList<>(lines("by " + client));
            if (client % 2 == 1) {
                Collections.reverse(lines);
            }
            Response answer = send(query, lines);
            assertThat(answer.asString()).contains("\"end\":true,\"lines\":" + TASKS);
            return answer.statusCode();
        });

        assertThat(statuses).containsOnly(200);
        assertThat(database.value("select count(*) from tasks where external_id like '" + mark + "%'"))
                .isEqualTo(String.valueOf(TASKS));
    }

    @Test
    void anImportThatCrossesBatchesIsDone() {
        send("", lines("before"));
        List<String> ids =
                database
                        .query("select id from tasks where external_id like '" + mark + "%' order by external_id desc")
                        .stream()
                        .map(row -> row.get(0))
                        .toList();

        List<Integer> statuses = Parallel.times(
                4,
                client -> client % 2 == 0
                        ? send("", lines("import " + client)).statusCode()
                        : given().contentType("application/json")
                                .body(ids.subList(0, 900).stream()
                                        .map(id ->
                                                "{\"op\":\"update\",\"id\":" + id + ",\"task\":{\"title\":\"batch\"}}")
                                        .collect(Collectors.joining(",", "[", "]")))
                                .post("/tasks/batch")
                                .statusCode());

        assertThat(statuses).containsOnly(200);
    }

    @Test
    void importsThatDribbleKeepNobodyOut() {
        List<RawClient> dribbling = Stream.generate(() -> RawClient.of(RestAssured.port)
                        .head("POST /tasks/import", "Content-Type: application/x-ndjson", "Transfer-Encoding: chunked")
                        .chunk("{"))
                .limit(5)
                .toList();

        int imported = send("", lines("meanwhile")).statusCode();
        int exported =
                given().get("/tasks/export?external_id=" + mark + "-0001").statusCode();
        dribbling.forEach(RawClient::reset);

        assertThat(imported).isEqualTo(200);
        assertThat(exported).isEqualTo(200);
    }

    @Test
    void oneImportTooManyIsRefusedAtOnce() {
        List<RawClient> held = new ArrayList<>();

        // One more each time: a place may still be on its way back from an import that was cut off before.
        Await.until("all places are taken", () -> {
            held.add(RawClient.of(RestAssured.port)
                    .head("POST /tasks/import", "Content-Type: application/x-ndjson", "Transfer-Encoding: chunked"));
            return send("", List.of("{}\n")).statusCode() == 503;
        });
        held.forEach(RawClient::reset);

        Await.until("a place is free", () -> send("", List.of("{}\n")).statusCode() == 200);
    }
}
