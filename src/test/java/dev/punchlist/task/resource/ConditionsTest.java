package dev.punchlist.task.resource;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.punchlist.support.ContractFilter;
import dev.punchlist.support.Parallel;
import dev.punchlist.support.Tasks;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lost update is impossible. */
@QuarkusTest
@ExtendWith(ContractFilter.class)
class ConditionsTest {

    /** More than there are connections. */
    private static final int WRITERS = 24;

    /** Each of them tries again as often as another one was quicker: their number counts twice. */
    private static final int RETRYING_WRITERS = 8;

    @Test
    void everyReadAndWriteAnswersTheEntityTagOfTheVersion() {
        long id = Tasks.create("tagged");

        given().get("/tasks/{id}", id).then().header("ETag", "\"1\"");
        patch(id, "{\"title\":\"tagged again\"}").then().header("ETag", "\"2\"");
        given().patch("/tasks/{id}?completed=true", id).then().header("ETag", "\"3\"");
        given().contentType("application/json")
                .body("{\"title\":\"put\"}")
                .put("/tasks/{id}", id)
                .then()
                .header("ETag", "\"4\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "W/\"1\"", "\"7\", \"1\"", "\"7\",W/\"1\"", "*"})
    void aReaderWhoHasTheTaskIsToldSo(String tags) {
        long id = Tasks.create("cached");

        given().header("If-None-Match", tags)
                .get("/tasks/{id}", id)
                .then()
                .statusCode(304)
                .header("ETag", "\"1\"")
                .body(equalTo(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"2\"", "\"a,b\"", "W/\"11\"", "\"\""})
    void aReaderWhoHasAnotherVersionGetsTheTask(String tags) {
        long id = Tasks.create("changed");

        given().header("If-None-Match", tags).get("/tasks/{id}", id).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"0\"", "\"2\", \"3\"", "W/\"1\""})
    void aWriterWithAStaleTagChangesNothing(String tags) {
        long id = Tasks.create("guarded");
        Map<String, Object> before = Tasks.get(id).getMap("");

        List<Response> answers = List.of(
                given().header("If-Match", tags)
                        .contentType("application/json")
                        .body("{\"title\":\"x\"}")
                        .put("/tasks/{id}", id),
                given().header("If-Match", tags)
                        .contentType("application/json")
                        .body("{\"title\":\"x\"}")
                        .patch("/tasks/{id}", id),
                given().header("If-Match", tags).patch("/tasks/{id}?completed=true", id),
                given().header("If-Match", tags).delete("/tasks/{id}", id));

        assertThat(answers).allSatisfy(answer -> answer.then()
                .statusCode(412)
                .header("ETag", "\"1\"")
                .body("type", equalTo("/problems/precondition-failed")));
        assertThat(Tasks.get(id).getMap("")).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"0\"", "\"2\", \"3\"", "W/\"1\""})
    void aReaderWhoWantsAnotherVersionThanTheCurrentIsRefused(String tags) {
        long id = Tasks.create("read");

        given().header("If-Match", tags)
                .get("/tasks/{id}", id)
                .then()
                .statusCode(412)
                .header("ETag", "\"1\"")
                .body("type", equalTo("/problems/precondition-failed"));
        given().header("If-Match", tags)
                .header("If-None-Match", "\"1\"")
                .get("/tasks/{id}", id)
                .then()
                .statusCode(412);
        given().header("If-Match", tags).head("/tasks/{id}", id).then().statusCode(412);
        given().header("If-Match", "\"1\"").get("/tasks/{id}", id).then().statusCode(200);
        given().header("If-Match", "\"1\"")
                .header("If-None-Match", "\"1\"")
                .get("/tasks/{id}", id)
                .then()
                .statusCode(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "\"9\", \"1\"", "*"})
    void aWriterWithTheCurrentTagGoesThrough(String tags) {
        long id = Tasks.create("guarded");

        given().header("If-Match", tags)
                .contentType("application/json")
                .body("{\"title\":\"changed\"}")
                .patch("/tasks/{id}", id)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"");
    }

    @Test
    void aWriterWhoWantsAnotherVersionThanTheCurrentIsRefused() {
        long id = Tasks.create("existing");

        given().header("If-None-Match", "*")
                .contentType("application/json")
                .body("{\"title\":\"new\"}")
                .put("/tasks/{id}", id)
                .then()
                .statusCode(412);
        given().header("If-None-Match", "\"1\"")
                .contentType("application/json")
                .body("{\"title\":\"new\"}")
                .put("/tasks/{id}", id)
                .then()
                .statusCode(412);
    }

    @Test
    void aMissingTaskIsMissingWhateverTheCondition() {
        given().header("If-Match", "\"1\"").delete("/tasks/2000000000").then().statusCode(404);
        given().header("If-None-Match", "*").get("/tasks/2000000000").then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"1", "\"1\" rubbish", "w/\"1\"", ""})
    void aMalformedTagIsRefused(String tags) {
        long id = Tasks.create("guarded");

        given().header("If-Match", tags).delete("/tasks/{id}", id).then().statusCode(400);

        assertThat(Tasks.get(id).getString("title")).isEqualTo("guarded");
    }

    @RepeatedTest(3)
    void ofManyWritersWithTheSameTagExactlyOneWins() {
        long id = Tasks.create("contested");

        List<Integer> statuses = Parallel.times(WRITERS, writer -> given().header("If-Match", "\"1\"")
                .contentType("application/json")
                .body("{\"title\":\"writer " + writer + "\"}")
                .patch("/tasks/{id}", id)
                .statusCode());

        assertThat(statuses).containsOnly(200, 412).containsOnlyOnce(200);
        assertThat(Tasks.get(id).getLong("version")).isEqualTo(2);
    }

    @RepeatedTest(3)
    void noIncrementIsLostWhenWritersRetryOn412() {
        long id = Tasks.create(Map.of("title", "counter", "description", "0")).getLong("id");

        Parallel.times(RETRYING_WRITERS, writer -> increment(id));

        assertThat(Tasks.get(id).getString("description")).isEqualTo(String.valueOf(RETRYING_WRITERS));
        assertThat(Tasks.get(id).getLong("version")).isEqualTo(RETRYING_WRITERS + 1);
    }

    @RepeatedTest(3)
    void writersWithoutConditionsDoNotOverwriteWhatTheyDoNotName() {
        long id = Tasks.create("shared");

        Parallel.times(WRITERS, writer -> patch(
                        id, writer % 2 == 0 ? "{\"description\":\"even\"}" : "{\"external_id\":\"odd-" + id + "\"}")
                .then()
                .statusCode(200));

        assertThat(Tasks.get(id).getString("description")).isEqualTo("even");
        assertThat(Tasks.get(id).getString("external_id")).isEqualTo("odd-" + id);
        assertThat(Tasks.get(id).getLong("version")).isEqualTo(3);
    }

    private static int increment(long id) {
        int attempts = 0;
        int status;
        do {
            Response seen = given().get("/tasks/{id}", id);
            int count = Integer.parseInt(seen.jsonPath().getString("description"));
            status = given().header("If-Match", seen.getHeader("ETag"))
                    .contentType("application/json")
                    .body("{\"description\":\"" + (count + 1) + "\"}")
                    .patch("/tasks/{id}", id)
                    .statusCode();
            attempts++;
        } while (status == 412);
        assertThat(status).isEqualTo(200);
        return attempts;
    }

    private static Response patch(long id, String body) {
        return given().contentType("application/merge-patch+json").body(body).patch("/tasks/{id}", id);
    }
}
