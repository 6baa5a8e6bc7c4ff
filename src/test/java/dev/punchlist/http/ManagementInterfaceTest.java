package dev.punchlist.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URL;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service built with {@code -Dquarkus.management.enabled=true}, which is decided when it is built. */
@QuarkusTest
@TestProfile(ManagementInterfaceTest.OnAPortOfItsOwn.class)
class ManagementInterfaceTest {

    /** The build as docs/operations.md has it. */
    public static final class OnAPortOfItsOwn implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.management.enabled", "true", "quarkus.management.test-port", "0");
        }
    }

    @TestHTTPResource(value = "", management = true)
    @SuppressWarnings("NullAway.Init") // Set by the framework before each test.
    URL management;

    private String at(String path) {
        return "http://" + management.getAuthority() + path;
    }

    @Test
    void operationsHaveAPortOfTheirOwn() {
        given().get(at("/q/health/ready")).then().statusCode(200).body("status", equalTo("UP"));
        given().get(at("/q/metrics")).then().statusCode(200).body(containsString("http_server_requests_seconds"));
        given().get(at("/q/swagger-ui/"))
                .then()
                .statusCode(200)
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", containsString("default-src 'self'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health/ready", "/q/metrics", "/q/openapi", "/q/swagger-ui/", "//q/metrics"})
    void theyAreNotAtThePortOfTheApi(String path) {
        given().urlEncodingEnabled(false).get(path).then().statusCode(404).contentType("application/problem+json");
    }

    @Test
    void theApiIsWhereItWas() {
        given().get("/tasks?limit=1").then().statusCode(200);
        given().get(at("/tasks")).then().statusCode(404);
    }
}
