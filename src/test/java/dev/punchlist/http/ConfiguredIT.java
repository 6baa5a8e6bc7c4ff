package dev.punchlist.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.Await;
import dev.punchlist.support.RawClient;
import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TestPostgres;
import io.restassured.path.json.JsonPath;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an installation sets holds, and is told to its clients. */
class ConfiguredIT {

    private static @Nullable ServiceProcess service;

    @BeforeAll
    static void start() {
        service = ServiceProcess.start(TestPostgres.shared()
                        .createDatabase("configured")
                        .environment(Map.of(
                                "PUNCHLIST_LIMITS_TITLE", "10",
                                "PUNCHLIST_LIMITS_DESCRIPTION", "20",
                                "PUNCHLIST_LIMITS_BODY", "2K",
                                "PUNCHLIST_LIMITS_BODIES", "4K",
                                "PUNCHLIST_HTTP_REQUIRE_IF_MATCH", "true")))
                .awaitReady();
    }

    @AfterAll
    static void stop() {
        service().close();
    }

    @Test
    void theLimitsOfTheInstallationHoldAndStandInItsContract() {
        HttpResponse<String> fits =
                service().send(service().post("{\"title\":\"0123456789\"}").build());
        HttpResponse<String> tooLong =
                service().send(service().post("{\"title\":\"0123456789a\"}").build());
        HttpResponse<String> tooLarge = service()
                .send(service()
                        .post("{\"title\":\"x\",\"description\":\"" + "y".repeat(2_048) + "\"}")
                        .build());
        JsonPath contract = new JsonPath(service()
                .send(service().request("/q/openapi?format=json").build())
                .body());

        assertThat(fits.statusCode()).isEqualTo(201);
        assertThat(tooLong.statusCode()).isEqualTo(422);
        assertThat(tooLarge.statusCode()).isEqualTo(413);
        assertThat(contract.getInt("components.schemas.Title.maxLength")).isEqualTo(10);
        assertThat(contract.getInt("components.schemas.Description.maxLength")).isEqualTo(20);
    }

    @Test
    void bodiesThatDoNotEndTakeNoMoreMemoryThanTheyMay() {
        String body = "{\"title\":\"held\"}" + " ".repeat(1_900);
        List<RawClient> holders = new ArrayList<>();
        try {
            Await.until("there is no room for another", () -> {
                // One that comes together with the request below may itself be the one that finds no room.
                holders.add(RawClient.of(service().port())
                        .head("POST /tasks", "Content-Type: application/json", "Content-Length: " + body.length())
                        .send(body.substring(1)));
                return service().send(service().post(body).build()).body().contains("/problems/overloaded");
            });
        } finally {
            holders.forEach(RawClient::close);
        }
        Await.until(
                "there is room again",
                () -> service().send(service().post(body).build()).statusCode() == 201);
    }

    @Test
    void aWriteToAnExistingTaskNeedsIfMatchWhereTheInstallationAsksForIt() {
        String task = service()
                .send(service().post("{\"title\":\"guarded\"}").build())
                .headers()
                .firstValue("Location")
                .orElseThrow();
        HttpRequest.Builder complete =
                service().request(task + "?completed=true").method("PATCH", HttpRequest.BodyPublishers.noBody());

        HttpResponse<String> without = service().send(complete.build());
        HttpResponse<String> with =
                service().send(complete.header("If-Match", "\"1\"").build());

        assertThat(without.statusCode()).isEqualTo(428);
        assertThat(without.body()).contains("/problems/precondition-required");
        assertThat(with.statusCode()).isEqualTo(200);
    }

    @Test
    void theServiceSaysWhatItMeasures() {
        String metrics = service().send(service().request("/q/metrics").build()).body();

        assertThat(metrics).contains("http_server_requests_seconds_count", "jvm_memory_used_bytes", "postgresql_");
    }

    @Test
    void thePackagedServiceServesTheSwaggerPage() {
        HttpResponse<String> page =
                service().send(service().request("/q/swagger-ui/index.html").build());

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("swagger-ui");
    }

    private static ServiceProcess service() {
        if (service == null) {
            throw new IllegalStateException("not started");
        }
        return service;
    }
}
