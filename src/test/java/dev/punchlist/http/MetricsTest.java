package dev.punchlist.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.builder.RequestSpecBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators are told to watch is there to be watched. */
@QuarkusTest
class MetricsTest {

    /** The metrics of the service and of its libraries; a pause for a collection is there only after the first. */
    private static final Pattern METRIC = Pattern.compile(
            "\\b(?:punchlist|sql_pool|http_server|postgresql|worker_pool|netty|process|(?!jvm_gc_pause)jvm)_[a-z_]+");

    @ParameterizedTest
    @ValueSource(strings = {"docs/operations.md", "deploy/alerts.yml", "deploy/grafana-dashboard.json"})
    void everyMetricThatIsNamedIsServed(String file) throws IOException {
        given().get("/tasks");
        String served = given(new RequestSpecBuilder().build())
                .noFilters()
                .get("/q/metrics")
                .asString();

        Set<String> named = new TreeSet<>(METRIC.matcher(Files.readString(Path.of(file)))
                .results()
                .map(MatchResult::group)
                .toList());

        assertThat(named).isNotEmpty().allSatisfy(metric -> assertThat(served).contains(metric));
    }
}
