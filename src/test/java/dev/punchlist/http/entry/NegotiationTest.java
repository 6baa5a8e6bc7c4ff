package dev.punchlist.http.entry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.punchlist.support.ContractFilter;
import dev.punchlist.support.RawClient;
import dev.punchlist.support.Tasks;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client accepts decides, by the rules of RFC 9110 section 12. */
@QuarkusTest
@ExtendWith(ContractFilter.class)
class NegotiationTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json;q=0",
                "application/json;q=0, */*",
                "application/*;q=0.0",
                "text/html",
                "*/*;q=0.000"
            })
    void whatIsRefusedIsNotSent(String accept) {
        int before = Tasks.count();

        given().header("Accept", accept)
                .get("/tasks")
                .then()
                .statusCode(406)
                .contentType("application/problem+json")
                .body("detail", equalTo("On offer: application/json."));
        given().header("Accept", accept)
                .contentType("application/json")
                .body("{\"title\":\"not made\"}")
                .post("/tasks")
                .then()
                .statusCode(406);

        assertThat(Tasks.count()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/*",
                "application/json;charset=utf-8",
                "APPLICATION/JSON",
                "text/html, */*;q=0.1",
                "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"
            })
    void whatIsWantedAmongOtherThingsIsSent(String accept) {
        given().header("Accept", accept).get("/tasks").then().statusCode(200).contentType("application/json");
    }

    /** It has no body. */
    @Test
    void theAnswerToOptionsIsAcceptableToAnybody() {
        given().header("Accept", "text/html").options("/tasks").then().statusCode(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "*/json", "a/b;q=2", "a/b;q=0.1234", "a/b c", "a/b;x=\"open", ";q=1"})
    void aListThatCannotBeReadIsTheClientsFault(String accept) {
        given().header("Accept", accept)
                .get("/tasks")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/malformed-request"))
                .body("detail", containsString("Accept"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/csv;q=0, */*|application/x-ndjson",
                "text/*, application/x-ndjson;q=0.9|text/csv",
                "*/*;q=0.9, text/csv;q=0.1|application/x-ndjson"
            })
    void theFormatOfAnExportFollowsTheMostSpecificRange(String accept, String type) {
        given().header("Accept", accept)
                .get("/tasks/export?ids=0")
                .then()
                .statusCode(200)
                .contentType(type)
                .header("Vary", "Accept, Accept-Encoding");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip|true",
                "GZIP;q=0.001|true",
                "*|true",
                "gzip, identity;q=0|true",
                "gzip;q=0, *|false",
                "gzip;q=0.5, *;q=1|false",
                "gzip;q=0.5, identity|false",
                "identity;q=0|false",
                "gzip;q=0.1111|false",
                "br, deflate|false"
            })
    void anExportIsCompressedForWhomWantsThatMost(String encodings, boolean compressed) {
        try (RawClient client = RawClient.of(RestAssured.port)) {
            String answer = client.head("HEAD /tasks/export", "Accept-Encoding: " + encodings, "Connection: close")
                    .readUntilClosed();

            assertThat(answer).startsWith("HTTP/1.1 200");
            assertThat(answer.toLowerCase(Locale.ROOT).contains("content-encoding: gzip"))
                    .isEqualTo(compressed);
        }
    }

    @Test
    void aPageIsGuarded() {
        given().header("Accept", "text/html")
                .get("/problems/not-found")
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", containsString("default-src 'none'; style-src 'sha256-"))
                .header("X-Content-Type-Options", "nosniff")
                .header("Vary", "Accept");
    }

    @Test
    void everyAnswerSaysWhenItWasMade() {
        String imfFixdate = "(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT";

        assertThat(given().get("/tasks").header("Date")).matches(imfFixdate);
        assertThat(given().get("/nowhere").header("Date")).matches(imfFixdate);
        assertThat(given().options("/tasks").header("Date")).matches(imfFixdate);
    }
}
