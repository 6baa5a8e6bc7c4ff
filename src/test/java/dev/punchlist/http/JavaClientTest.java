package dev.punchlist.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.Parallel;
import dev.punchlist.support.TestDatabase;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Java's own client as it comes: it offers HTTP/2 with its first request, and goes on in HTTP/2 on that connection. */
@QuarkusTest
class JavaClientTest {

    private final HttpClient client = HttpClient.newHttpClient();

    private HttpResponse<String> send(String method, String path, String type, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .header("Content-Type", type)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build();
        return Parallel.get(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
    }

    private HttpResponse<String> json(String method, String path, String body) {
        return send(method, path, "application/json", body);
    }

    @Test
    void everyMethodIsServedWithBodyAndWithout() {
        HttpResponse<String> created = json("POST", "/tasks", "{\"title\":\"milk\"}");
        assertThat(created.version()).isEqualTo(HttpClient.Version.HTTP_2);
        String task = created.headers().firstValue("Location").orElseThrow();

        List<Integer> statuses = List.of(
                created.statusCode(),
                json("GET", task, "").statusCode(),
                json("HEAD", task, "").statusCode(),
                json("OPTIONS", task, "").statusCode(),
                json("PUT", task, "{\"title\":\"beer\"}").statusCode(),
                json("PATCH", task, "{\"priority\":2}").statusCode(),
                json("PATCH", task + "?completed=true", "").statusCode(),
                json("GET", "/tasks/nothing", "{}").statusCode(),
                json("POST", task, "{}").statusCode(),
                json("POST", "/tasks", "{}").statusCode(),
                json("POST", "/q/health/live", "{}").statusCode(),
                json("DELETE", task, "").statusCode());

        assertThat(statuses).containsExactly(201, 200, 200, 204, 200, 200, 200, 404, 405, 422, 405, 204);
    }

    @Test
    void whatIsRefusedByItsHeadIsToldSoAndTheNextRequestIsServed() {
        assertThat(json("POST", "/tasks", " ".repeat(2_000_000)).statusCode()).isEqualTo(413);
        assertThat(send("POST", "/tasks", "text/plain", "x".repeat(500_000)).statusCode())
                .isEqualTo(415);
        assertThat(json("POST", "/tasks", "{\"title\":\"milk\"}").statusCode()).isEqualTo(201);
    }

    @Test
    void aLongImportIsTakenAsItsFirstRequest() {
        String label = UUID.randomUUID().toString();
        String lines = IntStream.range(0, 5_000)
                .mapToObj(number -> "{\"title\":\"line " + number + "\",\"labels\":[\"" + label + "\"]}\n")
                .collect(Collectors.joining());

        HttpResponse<String> imported = send("POST", "/tasks/import", "application/x-ndjson", lines);
        HttpResponse<String> exported = json("GET", "/tasks/export?label=" + label, "");

        assertThat(imported.body()).contains("\"created\":5000");
        assertThat(exported.body()).endsWith("{\"end\":true,\"count\":5000}\n");
        TestDatabase.ofTheService().execute("delete from tasks where '" + label + "' = any(labels)");
    }
}
