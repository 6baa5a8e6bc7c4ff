package dev.punchlist.task.batch;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import dev.punchlist.support.ContractFilter;
import dev.punchlist.support.Parallel;
import dev.punchlist.support.Tasks;
import dev.punchlist.support.TestDatabase;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@ExtendWith(ContractFilter.class)
class BatchTest {

    private final String mark = UUID.randomUUID().toString();

    private static Map<String, Object> create(Map<String, ?> task) {
        return Map.of("op", "create", "task", task);
    }

    private static Map<String, Object> update(long id, Map<String, ?> task) {
        return Map.of("op", "update", "id", id, "task", task);
    }

    private static Map<String, Object> delete(long id) {
        return Map.of("op", "delete", "id", id);
    }

    private static Map<String, Object> ifMatch(String tag, Map<String, Object> operation) {
        Map<String, Object> conditional = new LinkedHashMap<>(operation);
        conditional.put("if_match", tag);
        return conditional;
    }

    private static ValidatableResponse batch(String query, Object... operations) {
        return given().contentType("application/json")
                .body(operations)
                .post("/tasks/batch" + query)
                .then();
    }

    private static int statusOf(long id) {
        return given().get("/tasks/{id}", id).statusCode();
    }

    @Test
    void eachOperationIsDoneAndTold() {
        long changed = Tasks.create("to change");
        long deleted = Tasks.create("to delete");

        JsonPath results = batch(
                        "",
                        create(Map.of(
                                "title", "first", "labels", List.of("a\"b", "c"), "due_at", "2030-01-01T00:00:00Z")),
                        ifMatch("\"1\"", update(changed, Map.of("is_completed", true, "priority", 2))),
                        delete(deleted),
                        create(Map.of("title", "second", "is_completed", true)))
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(results.getList("index")).containsExactly(0, 1, 2, 3);
        assertThat(results.getList("op")).containsExactly("create", "update", "delete", "create");
        assertThat(results.getList("status")).containsExactly(201, 200, 204, 201);
        assertThat(results.getList("etag")).containsExactly("\"1\"", "\"2\"", null, "\"1\"");
        assertThat(results.getList("task.title")).containsExactly("first", "to change", "second");
        assertThat(Tasks.get(results.getLong("[0].id")).getMap("")).isEqualTo(results.getMap("[0].task"));
        assertThat(Tasks.get(results.getLong("[3].id")).getMap("")).isEqualTo(results.getMap("[3].task"));
        assertThat(Tasks.get(changed).getMap("")).isEqualTo(results.getMap("[1].task"));
        assertThat(results.getString("[0].task.due_at")).isEqualTo("2030-01-01T00:00:00.000000Z");
        assertThat(results.getList("[0].task.labels")).containsExactly("a\"b", "c");
        assertThat(results.getString("[3].task.completed_at")).isEqualTo(results.getString("[3].task.created_at"));
        assertThat(statusOf(deleted)).isEqualTo(404);
    }

    @Test
    void whereOneIsRefusedNoneIsDoneAndItIsNamed() {
        long changed = Tasks.create("stays");
        long deleted = Tasks.create("stays, too");

        batch("", update(changed, Map.of("title", "changed")), delete(deleted), delete(999_999_999L), create(Map.of()))
                .statusCode(404)
                .body("detail", equalTo("Operation 2: Task not found"))
                .body("errors[0].pointer", equalTo("/2"));

        assertThat(Tasks.get(changed).getString("title")).isEqualTo("stays");
        assertThat(statusOf(deleted)).isEqualTo(200);
    }

    @Test
    void whereAllIsNotAskedForEachIsDoneThatCanBe() {
        long changed = Tasks.create("changes");
        Tasks.create(Map.of("title", "owner", "external_id", mark));

        batch(
                        "?atomic=false",
                        create(Map.of("title", "")),
                        update(changed, Map.of("title", "changed")),
                        ifMatch("\"7\"", delete(changed + 1)),
                        create(Map.of("title", "thief", "external_id", mark)),
                        create(Map.of("title", "good")))
                .statusCode(207)
                .body("status", equalTo(List.of(422, 200, 412, 409, 201)))
                .body("[0].problem.errors[0].pointer", equalTo("/task/title"))
                .body("[2].problem.type", equalTo("/problems/precondition-failed"))
                .body("[3].problem.type", equalTo("/problems/external-id-taken"))
                .body("[4].task.title", equalTo("good"));

        assertThat(Tasks.get(changed).getString("title")).isEqualTo("changed");
        assertThat(statusOf(changed + 1)).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"op\":\"upsert\"};/1/op;unknown_operation",
                "{};/1/op;unknown_operation",
                "7;/1;type",
                "{\"op\":\"delete\"};/1/id;required",
                "{\"op\":\"update\",\"id\":1};/1/task;required",
                "{\"op\":\"create\",\"task\":[]};/1/task;required",
                "{\"op\":\"create\",\"task\":{\"title\":\"x\"},\"id\":3};/1/id;excluded",
                "{\"op\":\"delete\",\"id\":3,\"task\":{}};/1/task;excluded",
                "{\"op\":\"delete\",\"id\":3,\"if_match\":4};/1/if_match;type",
                "{\"op\":\"delete\",\"id\":3,\"if_match\":\"4\"};/1/if_match;malformed",
                "{\"op\":\"delete\",\"id\":3,\"version\":4};/1/version;unknown_member",
                "{\"op\":\"create\",\"task\":{\"title\":\"x\",\"labels\":[\"a\",\"a\"]}};/1/task/labels/1;duplicate",
                "{\"op\":\"update\",\"id\":3,\"task\":{\"title\":null}};/1/task/title;not_nullable"
            })
    void aBrokenOperationIsPointedAt(String operation, String pointer, String code) {
        given().contentType("application/json")
                .body("[{\"op\":\"create\",\"task\":{\"title\":\"never\"}}," + operation + "]")
                .post("/tasks/batch")
                .then()
                .statusCode(422)
                .body("detail", startsWith("Operation 1: "))
                .body("errors[0].pointer", equalTo(pointer))
                .body("errors[0].code", equalTo(code));
    }

    @Test
    void aTaskIsNamedOnce() {
        long id = Tasks.create("once");

        batch("", update(id, Map.of("title", "twice")), delete(id))
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/1/id"))
                .body("errors[0].code", equalTo("duplicate"));
    }

    @Test
    void aThousandAreDoneAndOneMoreIsTooMany() {
        List<Map<String, Object>> thousand = IntStream.range(0, 1_000)
                .mapToObj(number -> create(Map.of("title", "one of many", "external_id", mark + number)))
                .toList();
        JsonPath created = given().contentType("application/json")
                .header("Prefer", "return=minimal")
                .body(thousand)
                .post("/tasks/batch")
                .then()
                .statusCode(200)
                .header("Preference-Applied", "return=minimal")
                .body("$", hasSize(1_000))
                .body("task.findAll { it != null }", hasSize(0))
                .extract()
                .jsonPath();
        List<Map<String, Object>> deletions = created.getList("id", Long.class).stream()
                .map(BatchTest::delete)
                .toList();

        given().contentType("application/json")
                .body(deletions)
                .post("/tasks/batch")
                .then()
                .statusCode(200)
                .body("status.unique()", equalTo(List.of(204)));

        given().contentType("application/json")
                .body("[" + "{},".repeat(1_000) + "{}]")
                .post("/tasks/batch")
                .then()
                .statusCode(422)
                .body("errors[0].code", equalTo("too_many"));
    }

    @Test
    void ofManyRefusalsTheFirstAreExplainedAndTheRestAreNamed() {
        Object[] broken = IntStream.range(0, 1_000)
                .mapToObj(index -> IntStream.range(0, 20).boxed().collect(Collectors.toMap(key -> "m" + key, key -> 1)))
                .toArray();

        JsonPath results =
                batch("?atomic=false", broken).statusCode(207).extract().jsonPath();
        batch("", broken)
                .statusCode(422)
                .body("errors", hasSize(11))
                .body("errors[10].code", equalTo("more"))
                .body("errors[10].detail", equalTo("And 11 more."));

        assertThat(results.getList("code")).hasSize(1_000).containsOnly("validation-failed");
        assertThat(results.getList("status")).hasSize(1_000).containsOnly(422);
        assertThat(results.getList("problem").subList(0, 100)).doesNotContainNull();
        assertThat(results.getList("problem").subList(100, 1_000)).containsOnlyNulls();
        assertThat(results.getList("[99].problem.errors")).hasSize(11);
    }

    @Test
    void tasksOutOfProportionToTheRequestAreLeftOut() {
        Object[] creations = IntStream.range(0, 1_000)
                .mapToObj(index -> create(Map.of("title", "x", "description", "d".repeat(255))))
                .toArray();
        List<Long> ids = batch("", creations).extract().jsonPath().getList("id", Long.class);
        Object[] sparing = ids.stream().map(id -> update(id, Map.of())).toArray();

        Response answer = given().contentType("application/json")
                .header("Idempotency-Key", mark)
                .body(sparing)
                .post("/tasks/batch");

        answer.then()
                .statusCode(200)
                .header("Preference-Applied", "return=minimal")
                .body("etag.unique()", equalTo(List.of("\"1\"")))
                .body("task.findAll { it != null }", hasSize(0));
        assertThat(answer.asByteArray().length).isLessThan(100_000);
        assertThat(database()
                        .value("select octet_length(body) < 100000 from idempotency_keys where key = '" + mark + "'"))
                .isEqualTo("t");
        batch("", sparing[0], sparing[1]).body("task", hasSize(2));
    }

    private static TestDatabase database() {
        return TestDatabase.ofTheService();
    }

    @Test
    void externalIdsPassFromOneToTheNextInOrder() {
        long first = Tasks.create(Map.of("title", "first", "external_id", mark + "1"))
                .getLong("id");
        long second = Tasks.create(Map.of("title", "second", "external_id", mark + "2"))
                .getLong("id");
        long third = Tasks.create(Map.of("title", "third")).getLong("id");
        Map<String, Object> nothing = new LinkedHashMap<>();
        nothing.put("external_id", null);

        batch(
                        "",
                        delete(second),
                        create(Map.of("title", "heir", "external_id", mark + "2")),
                        update(third, nothing),
                        update(first, Map.of("external_id", mark + "3")))
                .statusCode(200);
        batch("", update(first, nothing), update(third, Map.of("external_id", mark + "3")))
                .statusCode(200);
        batch("", update(third, Map.of("external_id", mark + "4")), update(first, Map.of("external_id", mark + "3")))
                .statusCode(200);
        batch("", update(third, Map.of("external_id", mark + "3")), update(first, nothing))
                .statusCode(409)
                .body("errors[0].pointer", equalTo("/0"));

        assertThat(Tasks.get(first).getString("external_id")).isEqualTo(mark + "3");
        assertThat(Tasks.get(third).getString("external_id")).isEqualTo(mark + "4");
    }

    @Test
    void twoNewOnesCannotHaveOneExternalId() {
        batch("", create(Map.of("title", "a", "external_id", mark)), create(Map.of("title", "b", "external_id", mark)))
                .statusCode(409)
                .body("errors[0].pointer", equalTo("/1"));
    }

    @Test
    void aBatchThatChangesNothingKeepsTheVersions() {
        long id = Tasks.create("as it is");

        batch("", update(id, Map.of("title", "as it is"))).statusCode(200).body("[0].etag", equalTo("\"1\""));
    }

    @Test
    void aRetriedBatchIsDoneOnce() {
        String body = "[{\"op\":\"create\",\"task\":{\"title\":\"" + mark + "\"}},{\"op\":\"delete\",\"id\":0}]";

        Response first = keyed(body, "?atomic=false");
        Response again = keyed(body, "?atomic=false");

        assertThat(first.statusCode()).isEqualTo(207);
        assertThat(again.statusCode()).isEqualTo(207);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(given().queryParam("q", mark).get("/tasks").jsonPath().getList("$"))
                .hasSize(1);
    }

    private Response keyed(String body, String query) {
        return given().contentType("application/json")
                .header("Idempotency-Key", mark)
                .body(body)
                .post("/tasks/batch" + query);
    }

    @Test
    void batchesThatRaceForExternalIdsEndWholeOrRefused() {
        List<Response> answers = Parallel.times(8, number -> given().contentType("application/json")
                .body(List.of(
                        create(Map.of("title", "mine " + number, "external_id", mark + (number % 2))),
                        create(Map.of("title", "other " + number, "external_id", mark + "x" + number))))
                .post("/tasks/batch"));

        assertThat(answers).filteredOn(answer -> answer.statusCode() == 200).hasSize(2);
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() != 200)
                .allSatisfy(answer -> answer.then().statusCode(409).body("errors[0].pointer", equalTo("/0")));
        assertThat(given().queryParam("q", "other ")
                        .queryParam("sort", "-id")
                        .queryParam("limit", 8)
                        .get("/tasks")
                        .jsonPath()
                        .getList("external_id", String.class))
                .filteredOn(externalId -> externalId != null && externalId.startsWith(mark))
                .hasSize(2);
    }

    @Test
    void batchesThatNameTheSameTasksInAnotherOrderDoNotBlockEachOther() {
        List<Long> ids = IntStream.range(0, 20)
                .mapToObj(number -> Tasks.create("shared"))
                .toList();

        List<Response> answers = Parallel.times(8, number -> given().contentType("application/json")
                .body(IntStream.range(0, 20)
                        .map(index -> number % 2 == 0 ? index : 19 - index)
                        .mapToObj(index -> update(ids.get(index), Map.of("title", "by " + number)))
                        .toList())
                .post("/tasks/batch"));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(200));
        assertThat(ids.stream().map(id -> Tasks.get(id).getString("title")).distinct())
                .hasSize(1);
        assertThat(Tasks.get(ids.get(0)).getInt("version")).isEqualTo(9);
    }
}
