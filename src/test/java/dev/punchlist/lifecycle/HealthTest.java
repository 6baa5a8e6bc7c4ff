package dev.punchlist.lifecycle;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a probe is told. */
@QuarkusTest
class HealthTest {

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/ready"})
    void everythingThatIsAskedIsNamedOnce(String path) {
        given().noFilters()
                .get(path)
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body("checks.name", containsInAnyOrder("database", "schema", "Graceful Shutdown"));
    }

    @Test
    void theStartIsOverWhenThePortIsOpen() {
        given().noFilters().get("/q/health/started").then().statusCode(200).body("status", equalTo("UP"));
    }
}
