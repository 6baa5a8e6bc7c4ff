package dev.punchlist.task.resource;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.punchlist.support.ContractFilter;
import dev.punchlist.support.PostgresResource;
import dev.punchlist.support.Tasks;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@ExtendWith(ContractFilter.class)
@WithTestResource(value = PostgresResource.class, scope = TestResourceScope.GLOBAL)
class TaskResourceTest {

    private static final String MICROSECONDS_UTC = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z";

    @ParameterizedTest
    @ValueSource(strings = {"/tasks", "/tasks/"})
    void creatingAnswersTheTaskAndWhereItIs(String path) {
        JsonPath task = given().contentType("application/json")
                .body("{\"title\":\"milk\",\"description\":\"two litres\"}")
                .post(path)
                .then()
                .statusCode(201)
                .header("Location", matchesPattern("/tasks/\\d+"))
                .body("title", equalTo("milk"))
                .body("description", equalTo("two litres"))
                .body("is_completed", equalTo(false))
                .body("completed_at", nullValue())
                .body("created_at", matchesPattern(MICROSECONDS_UTC))
                .body("version", equalTo(1))
                .extract()
                .jsonPath();

        assertThat(task.getString("updated_at")).isEqualTo(task.getString("created_at"));
        assertThat(Tasks.get(task.getLong("id")).getMap("")).isEqualTo(task.getMap(""));
    }

    @Test
    void aTaskCreatedCompletedIsDatedAtItsCreation() {
        JsonPath task = Tasks.create(Map.of("title", "done before", "is_completed", true));

        assertThat(task.getBoolean("is_completed")).isTrue();
        assertThat(task.getString("completed_at")).isEqualTo(task.getString("created_at"));
    }

    @Test
    void anInstantHasSixDigitsAlsoWhereTheyAreZero() {
        JsonPath task = Tasks.create(Map.of("title", "on the hour", "due_at", "2030-01-01T01:00:00+01:00"));

        assertThat(task.getString("due_at")).isEqualTo("2030-01-01T00:00:00.000000Z");
    }

    @Test
    void lengthCountsCodePoints() {
        String clef = "\uD834\uDD1E";

        JsonPath task = Tasks.create(Map.of("title", clef.repeat(50), "description", clef.repeat(255)));

        assertThat(task.getString("title")).isEqualTo(clef.repeat(50));
        assertThat(Tasks.get(task.getLong("id")).getString("description")).isEqualTo(clef.repeat(255));
    }

    @Test
    void whatAClientGotItCanSendBack() {
        long id = Tasks.create("returned");
        Map<String, Object> task = Tasks.get(id).getMap("");

        given().contentType("application/json")
                .body(task)
                .put("/tasks/{id}", id)
                .then()
                .statusCode(200)
                .body("", equalTo(task));
    }

    @Test
    void listsAreBareArraysInIdOrderOfTenByDefault() {
        List<Long> created = IntStream.range(0, 12)
                .mapToObj(number -> Tasks.create("listed " + number))
                .toList();
        int before = Tasks.countBefore(created.get(0));

        List<Long> page = given().get("/tasks/?skip={skip}", before)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("id", Long.class);
        List<Long> rest = given().get("/tasks?skip={skip}&limit=1000", before + 10)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("id", Long.class);

        assertThat(page).isEqualTo(created.subList(0, 10));
        assertThat(rest).isEqualTo(created.subList(10, 12));
    }

    @Test
    void anEmptyPageIsAnEmptyArray() {
        given().get("/tasks?skip=10000").then().statusCode(200).body("", hasSize(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "True", "1", "yes", "on"})
    void completingByParameterIsReadAsTheOriginReadsIt(String word) {
        long id = Tasks.create("to complete");

        JsonPath task = given().patch("/tasks/{id}?completed={word}", id, word)
                .then()
                .statusCode(200)
                .body("is_completed", equalTo(true))
                .body("version", equalTo(2))
                .extract()
                .jsonPath();

        assertThat(task.getString("completed_at")).isEqualTo(task.getString("updated_at"));
    }

    @Test
    void reopeningClearsWhenItWasCompleted() {
        long id = Tasks.create("reopened");
        given().patch("/tasks/{id}?completed=true", id).then().statusCode(200);

        given().patch("/tasks/{id}/?completed=false", id)
                .then()
                .statusCode(200)
                .body("is_completed", equalTo(false))
                .body("completed_at", nullValue())
                .body("version", equalTo(3));
    }

    @Test
    void aPatchLeavesWhatItDoesNotNameAndClearsWhatItNulls() {
        long id = Tasks.create(Map.of("title", "before", "description", "kept")).getLong("id");

        given().contentType("application/merge-patch+json")
                .body("{\"title\":\"after\"}")
                .patch("/tasks/{id}", id)
                .then()
                .statusCode(200)
                .body("title", equalTo("after"))
                .body("description", equalTo("kept"));
        given().contentType("application/json")
                .body("{\"description\":null}")
                .patch("/tasks/{id}", id)
                .then()
                .statusCode(200)
                .body("title", equalTo("after"))
                .body("description", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"title\":\"same\"}", "{\"description\":null}", "{\"id\":99,\"version\":7}"})
    void aPatchThatChangesNothingKeepsVersionAndTime(String patch) {
        long id = Tasks.create("same");
        Map<String, Object> before = Tasks.get(id).getMap("");

        given().contentType("application/json")
                .body(patch)
                .patch("/tasks/{id}", id)
                .then()
                .statusCode(200);

        assertThat(Tasks.get(id).getMap("")).isEqualTo(before);
    }

    @Test
    void puttingReplacesEveryWritableMember() {
        long id = Tasks.create(Map.of("title", "old", "description", "old", "is_completed", true))
                .getLong("id");

        given().contentType("application/json")
                .body("{\"title\":\"new\"}")
                .put("/tasks/{id}", id)
                .then()
                .statusCode(200)
                .body("title", equalTo("new"))
                .body("description", nullValue())
                .body("is_completed", equalTo(false))
                .body("completed_at", nullValue())
                .body("version", equalTo(2));
    }

    @Test
    void everyChangeMovesTheTimeOfTheChangeAndNotThatOfTheCreation() {
        JsonPath before = Tasks.create(Map.of("title", "timed"));

        given().contentType("application/json")
                .body("{\"title\":\"timed again\"}")
                .patch("/tasks/{id}", before.getLong("id"))
                .then()
                .statusCode(200);

        JsonPath after = Tasks.get(before.getLong("id"));
        assertThat(after.getString("created_at")).isEqualTo(before.getString("created_at"));
        assertThat(Instant.parse(after.getString("updated_at"))).isAfter(Instant.parse(before.getString("updated_at")));
    }

    @Test
    void aDeletedTaskIsGone() {
        long id = Tasks.create("short-lived");

        given().delete("/tasks/{id}", id).then().statusCode(204).body(equalTo(""));

        given().delete("/tasks/{id}", id).then().statusCode(404).body("detail", equalTo("Task not found"));
        given().get("/tasks/{id}", id).then().statusCode(404).body("detail", equalTo("Task not found"));
    }

    @Test
    void headAnswersLikeGetWithoutTheBody() {
        given().head("/tasks/{id}", Tasks.create("headed"))
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body(equalTo(""));
    }
}
