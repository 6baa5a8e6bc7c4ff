package dev.punchlist.task.resource;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.punchlist.support.ContractFilter;
import dev.punchlist.support.Tasks;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A partial update wipes nothing. */
@QuarkusTest
@ExtendWith(ContractFilter.class)
class TaskPatchTest {

    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final String JSON_PATCH = "application/json-patch+json";

    @Test
    void everyMemberSurvivesAPatchOfAnother() {
        JsonPath before = full();

        patch(before.getLong("id"), MERGE_PATCH, "{\"title\":\"renamed\"}")
                .then()
                .statusCode(200);

        JsonPath after = Tasks.get(before.getLong("id"));
        assertThat(after.getString("title")).isEqualTo("renamed");
        for (String member : List.of("description", "due_at", "priority", "labels", "external_id", "created_at")) {
            assertThat(after.<Object>get(member)).as(member).isEqualTo(before.get(member));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"description", "due_at", "external_id"})
    void nullClears(String member) {
        long id = full().getLong("id");

        patch(id, MERGE_PATCH, "{\"" + member + "\":null}")
                .then()
                .statusCode(200)
                .body(member, nullValue());
    }

    @Test
    void operationsChangeWhatTheyPointAt() {
        long id = full().getLong("id");

        patch(id, JSON_PATCH, """
                [{"op":"test","path":"/version","value":1},
                 {"op":"replace","path":"/title","value":"patched"},
                 {"op":"add","path":"/labels/-","value":"new"},
                 {"op":"remove","path":"/labels/0"},
                 {"op":"remove","path":"/description"},
                 {"op":"remove","path":"/priority"}]""")
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("title", equalTo("patched"))
                .body("labels", contains("work", "new"))
                .body("description", nullValue())
                .body("priority", equalTo(0));
    }

    @Test
    void aTestThatDoesNotHoldIsAConflictAndUndoesThePatch() {
        long id = full().getLong("id");
        Map<String, Object> before = Tasks.get(id).getMap("");

        patch(id, JSON_PATCH, """
                [{"op":"replace","path":"/title","value":"lost"},
                 {"op":"test","path":"/is_completed","value":true}]""").then().statusCode(409).body("type", equalTo("/problems/patch-test-failed"));

        assertThat(Tasks.get(id).getMap("")).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{\"op\":\"replace\",\"path\":\"/id\",\"value\":0}]            | /id          | read_only",
                "[{\"op\":\"replace\",\"path\":\"/version\",\"value\":9}]       | /version     | read_only",
                "[{\"op\":\"remove\",\"path\":\"/created_at\"}]                 | /created_at  | read_only",
                "[{\"op\":\"copy\",\"from\":\"/created_at\",\"path\":\"/completed_at\"}] | /completed_at | read_only",
                "[{\"op\":\"remove\",\"path\":\"/title\"}]                      | /title       | required",
                "[{\"op\":\"replace\",\"path\":\"/title\",\"value\":\" \"}]     | /title       | blank",
                "[{\"op\":\"replace\",\"path\":\"/title\",\"value\":null}]      | /title       | not_nullable",
                "[{\"op\":\"add\",\"path\":\"/colour\",\"value\":\"red\"}]      | /colour      | unknown_member",
                "[{\"op\":\"add\",\"path\":\"/labels/0\",\"value\":\"home\"}]   | /labels/1    | duplicate",
                "[{\"op\":\"add\",\"path\":\"/labels/9\",\"value\":\"x\"}]      | /0           | not_applicable",
                "[{\"op\":\"add\",\"path\":\"/due_date\",\"value\":\"2026-01-31\"}] | /due_date | excluded",
                "[{\"op\":\"replace\",\"path\":\"\",\"value\":{}}]              | /completed_at | read_only",
                "[{\"op\":\"replace\",\"path\":\"\",\"value\":[]}]              | ``           | type",
                "[{\"op\":\"replace\",\"path\":\"\",\"value\":7}]               | ``           | type",
                "[{\"op\":\"remove\",\"path\":\"\"}]                          | /0           | not_applicable",
                "[{\"op\":\"test\",\"path\":\"/version\",\"value\":1.0},{\"op\":\"fly\"}] | /1/op | unknown_operation",
                "[{\"op\":\"fly\",\"path\":\"/title\"}]                         | /0/op        | unknown_operation",
                "[{\"op\":\"add\",\"path\":\"title\",\"value\":1}]              | /0/path      | pointer",
                "[{\"op\":\"add\",\"path\":\"/title\"}]                         | /0/value     | required",
                "{\"op\":\"add\"}                                               | ``           | type"
            })
    void aPatchThatBreaksARuleChangesNothing(String patch, String pointer, String code) {
        long id = full().getLong("id");
        Map<String, Object> before = Tasks.get(id).getMap("");

        patch(id, JSON_PATCH, patch)
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo(pointer))
                .body("errors[0].code", equalTo(code));

        assertThat(Tasks.get(id).getMap("")).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.0", "1e0", "10e-1", "0.1E1"})
    void numbersOfOneValueAreOneNumber(String one) {
        long id = Tasks.create("numbered");

        patch(id, MERGE_PATCH, "{\"priority\":" + one + "}")
                .then()
                .statusCode(200)
                .body("priority", equalTo(1));
        patch(
                        id,
                        JSON_PATCH,
                        "[{\"op\":\"test\",\"path\":\"/priority\",\"value\":" + one + "},"
                                + "{\"op\":\"replace\",\"path\":\"/version\",\"value\":2.0}]")
                .then()
                .statusCode(200)
                .body("version", equalTo(2));
    }

    @Test
    void operationsThatCancelOutKeepTheVersion() {
        long id = full().getLong("id");

        patch(id, JSON_PATCH, """
                [{"op":"move","from":"/title","path":"/description"},
                 {"op":"add","path":"/title","value":"x"},
                 {"op":"replace","path":"/description","value":"all of it"},
                 {"op":"replace","path":"/title","value":"full"}]""").then().statusCode(200).body("version", equalTo(1));
    }

    @Test
    void anInstantIsKeptWhateverItsOffset() {
        JsonPath task = Tasks.create(Map.of("title", "call", "due_at", "2026-03-29T02:30:00.123456789+01:00"));

        assertThat(task.getString("due_at")).isEqualTo("2026-03-29T01:30:00.123456Z");
        assertThat(Tasks.get(task.getLong("id")).getString("due_at")).isEqualTo("2026-03-29T01:30:00.123456Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0001-01-01", "2026-03-29", "2024-02-29", "9999-12-31"})
    void aDayIsTheSameDayEverywhere(String day) {
        JsonPath task = Tasks.create(Map.of("title", "some day", "due_date", day));

        assertThat(Tasks.get(task.getLong("id")).getString("due_date")).isEqualTo(day);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0001-01-01T00:00:00Z", "1582-10-10T00:00:00Z", "9999-12-31T23:59:59.999999Z"})
    void farInstantsAreKept(String instant) {
        JsonPath task = Tasks.create(Map.of("title", "far", "due_at", instant));

        assertThat(Tasks.get(task.getLong("id")).getString("due_at")).startsWith(instant.substring(0, 19));
    }

    @Test
    void anExternalIdNamesOneTask() {
        String externalId = "order-" + UUID.randomUUID();
        Tasks.create(Map.of("title", "first", "external_id", externalId));
        long other = Tasks.create("second");

        given().contentType("application/json")
                .body("{\"title\":\"third\",\"external_id\":\"" + externalId + "\"}")
                .post("/tasks")
                .then()
                .statusCode(409)
                .body("type", equalTo("/problems/external-id-taken"));
        patch(other, MERGE_PATCH, "{\"external_id\":\"" + externalId + "\"}")
                .then()
                .statusCode(409);
        assertThat(Tasks.get(other).getLong("version")).isEqualTo(1);
    }

    @Test
    void aClientThatPrefersLittleGetsLittle() {
        Response created = given().header("Prefer", "return=minimal")
                .contentType("application/json")
                .body("{\"title\":\"quiet\"}")
                .post("/tasks");

        created.then()
                .statusCode(201)
                .header("Preference-Applied", "return=minimal")
                .body(equalTo(""));
        given().header("Prefer", "return=minimal")
                .contentType("application/json")
                .body("{\"title\":\"quieter\"}")
                .patch(created.getHeader("Location"))
                .then()
                .statusCode(204)
                .header("ETag", "\"2\"")
                .header("Preference-Applied", "return=minimal");
        given().header("Prefer", "return=representation, wait=5")
                .contentType("application/json")
                .body("{\"title\":\"loud\"}")
                .put(created.getHeader("Location"))
                .then()
                .statusCode(200)
                .header("Preference-Applied", "return=representation")
                .body("title", equalTo("loud"));
    }

    private static JsonPath full() {
        return Tasks.create(Map.of(
                "title",
                "full",
                "description",
                "all of it",
                "due_at",
                "2026-01-31T17:00:00+01:00",
                "priority",
                3,
                "labels",
                List.of("home", "work"),
                "external_id",
                "full-" + System.nanoTime()));
    }

    private static Response patch(long id, String type, String body) {
        return given().header("Content-Type", type)
                .body(body.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .patch("/tasks/{id}", id);
    }
}
