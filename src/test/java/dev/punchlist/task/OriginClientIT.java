package dev.punchlist.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TestPostgres;
import io.restassured.path.json.JsonPath;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A client that knows the origin's API and nothing else finds all that it knows. */
class OriginClientIT {

    @Test
    void createsListsCompletesAndMisses() {
        try (ServiceProcess service = ServiceProcess.start(
                        TestPostgres.shared().createDatabase("origin_client").environment())
                .awaitReady()) {
            List<Integer> ids = IntStream.range(0, 15)
                    .mapToObj(number -> create(service, number))
                    .map(task -> task.getInt("id"))
                    .toList();

            JsonPath firstPage = json(service.send(service.request("/tasks/").build()));
            JsonPath secondPage = json(
                    service.send(service.request("/tasks/?skip=10&limit=10").build()));
            JsonPath completed = json(service.send(complete(service, ids.get(3))));
            HttpResponse<String> missing = service.send(complete(service, 999_999));

            assertThat(firstPage.getList("id", Integer.class)).isEqualTo(ids.subList(0, 10));
            assertThat(secondPage.getList("id", Integer.class)).isEqualTo(ids.subList(10, 15));
            assertThat(completed.getBoolean("is_completed")).isTrue();
            assertThat(completed.getString("title")).isEqualTo("task 3");
            assertThat(missing.statusCode()).isEqualTo(404);
            assertThat(new JsonPath(missing.body()).getString("detail")).isEqualTo("Task not found");
        }
    }

    private static JsonPath create(ServiceProcess service, int number) {
        String description = number % 2 == 0 ? "null" : "\"about " + number + "\"";
        JsonPath task = json(service.send(service.request("/tasks/")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"title\": \"task " + number + "\", \"description\": " + description + "}"))
                .build()));
        assertThat(task.getBoolean("is_completed")).isFalse();
        return task;
    }

    private static HttpRequest complete(ServiceProcess service, int id) {
        return service.request("/tasks/" + id + "?completed=true")
                .method("PATCH", HttpRequest.BodyPublishers.noBody())
                .build();
    }

    private static JsonPath json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isBetween(200, 299);
        return new JsonPath(answer.body());
    }
}
