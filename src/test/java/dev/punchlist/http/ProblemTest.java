package dev.punchlist.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

import dev.punchlist.http.problem.ProblemType;
import dev.punchlist.support.ContractFilter;
import dev.punchlist.support.Tasks;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@ExtendWith(ContractFilter.class)
class ProblemTest {

    @Test
    void everyBrokenRuleIsNamedAtOnce() {
        given().contentType("application/json")
                .body("{\"title\":\"\",\"description\":7,\"is_completed\":\"no\",\"colour\":\"red\"}")
                .post("/tasks")
                .then()
                .statusCode(422)
                .body("errors", hasSize(4))
                .body("errors.pointer", hasItems("/title", "/description", "/is_completed", "/colour"));
    }

    @Test
    void everyBadParameterIsNamedAtOnce() {
        given().get("/tasks?limit=0&skip=x&page=2")
                .then()
                .statusCode(400)
                .body("errors.parameter", hasItems("limit", "skip", "page"))
                .body("errors.detail", hasItems("limit must be a whole number from 1 to 1000."));
    }

    @Test
    void aThousandBrokenRulesAreToldInAHundred() {
        String members = IntStream.range(0, 4_811)
                .mapToObj(index -> "\"m" + index + "\":1")
                .collect(Collectors.joining(",", "{\"title\":\"x\",", "}"));

        given().contentType("application/json")
                .body(members)
                .post("/tasks")
                .then()
                .statusCode(422)
                .body("detail", equalTo("There is no member \"m0\". (and 4,810 more)"))
                .body("errors", hasSize(101))
                .body("errors[100].code", equalTo("more"))
                .body("errors[100].detail", equalTo("And 4,711 more."));
    }

    @Test
    void aYearOutOfRangeIsCalledSo() {
        given().contentType("application/json")
                .body("{\"title\":\"x\",\"due_at\":\"0001-01-01T00:00:00+01:00\"}")
                .post("/tasks")
                .then()
                .statusCode(422)
                .body("detail", containsString("year out of range"));
    }

    @Test
    void theAnswerToAWrongMethodSaysWhichAreRight() {
        given().delete("/tasks").then().statusCode(405).header("Allow", "GET, HEAD, OPTIONS, POST");
        given().post("/tasks/1").then().statusCode(405).header("Allow", "DELETE, GET, HEAD, OPTIONS, PATCH, PUT");
        given().put("/problems/x").then().statusCode(405).header("Allow", "GET, HEAD, OPTIONS");
    }

    @Test
    void whatAResourceTakesCanBeAsked() {
        given().options("/tasks")
                .then()
                .statusCode(204)
                .header("Allow", "GET, HEAD, OPTIONS, POST")
                .header("Accept-Post", "application/json");
        given().options("/tasks/1")
                .then()
                .statusCode(204)
                .header("Allow", "DELETE, GET, HEAD, OPTIONS, PATCH, PUT")
                .header("Accept-Patch", "application/merge-patch+json, application/json, application/json-patch+json");
    }

    @Test
    void theAnswerToAWrongMediaTypeSaysWhichAreRight() {
        long id = Tasks.create("typed");

        given().contentType("text/plain")
                .body("x")
                .post("/tasks")
                .then()
                .statusCode(415)
                .header("Accept-Post", "application/json");
        given().contentType("text/plain")
                .body("x")
                .patch("/tasks/{id}", id)
                .then()
                .statusCode(415)
                .header("Accept-Patch", "application/merge-patch+json, application/json, application/json-patch+json");
        given().contentType("text/plain")
                .body("x")
                .put("/tasks/{id}", id)
                .then()
                .statusCode(415)
                .header("Accept", "application/json");
    }

    @ParameterizedTest
    @CsvSource({"POST,/tasks", "POST,/tasks/batch", "PUT,/tasks/1", "PATCH,/tasks/1"})
    void aCompressedBodyIsOfNoTypeThatIsTaken(String method, String path) {
        given().contentType("application/json")
                .header("Content-Encoding", "identity, gzip")
                .body("{\"title\":\"x\"}")
                .request(method, path)
                .then()
                .statusCode(415)
                .header("Accept-Encoding", "identity")
                .body("detail", equalTo("This resource takes no compressed bodies."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/xml", "image/*"})
    void theAnswerToAnUnservableAcceptSaysWhatIsOnOffer(String accept) {
        given().accept(accept)
                .get("/tasks")
                .then()
                .statusCode(406)
                .contentType("application/problem+json")
                .body("detail", containsString("application/json"));
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        byte[] latin1 = "{\"title\":\"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

        given().header("Content-Type", "application/json")
                .body(latin1)
                .post("/tasks")
                .then()
                .statusCode(400)
                .body("detail", equalTo("The body is not valid UTF-8."));
    }

    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void everyTypeLeadsToAPageThatExplainsIt(ProblemType type) {
        given().accept("*/*")
                .get(type.uri())
                .then()
                .statusCode(200)
                .contentType("text/plain")
                .body(containsString(type.explanation()));
        given().accept("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
                .get(type.uri())
                .then()
                .statusCode(200)
                .contentType("text/html")
                .body(containsString("<h1>" + type.title() + "</h1>"));
    }

    @Test
    void aRequestIdIsRepeatedOrMade() {
        given().header("X-Request-Id", "order-17").get("/tasks").then().header("X-Request-Id", "order-17");

        String made = given().get("/nowhere").getHeader("X-Request-Id");
        String other = given().get("/nowhere").getHeader("X-Request-Id");
        assertThat(made).matches("[0-9a-f]{32}").isNotEqualTo(other);
    }

    @Test
    void anUnsafeRequestIdIsReplaced() {
        Response answer = given().header("X-Request-Id", "x".repeat(129)).get("/tasks");

        assertThat(answer.getHeader("X-Request-Id")).matches("[0-9a-f]{32}");
    }

    @Test
    void theTraceOfTheCallerIsContinued() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";

        List<String> ids = given().header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                .get("/tasks")
                .getHeaders()
                .getValues("X-Request-Id");

        assertThat(ids).containsExactly(trace);
    }

    @ParameterizedTest
    @CsvSource({
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more,true",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more,false",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-,false",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01,false",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01,false",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01,false"
    })
    void aTraceIsContinuedWhereItCanBeRead(String traceparent, boolean continued) {
        String id = given().header("traceparent", traceparent).get("/tasks").getHeader("X-Request-Id");

        assertThat(id.equals("4bf92f3577b34da6a3ce929d0e0e4736")).isEqualTo(continued);
    }
}
