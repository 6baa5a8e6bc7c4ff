package dev.punchlist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.Parallel;
import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TestDatabase;
import dev.punchlist.support.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Texts of other writers that are larger than all of the heap together, which is told to a JVM alone. */
@Tag("jar")
@Isolated("it fills the machine")
class LargeTasksIT {

    private static final int TASKS = 25;
    private static final int EXPORTS = 3;
    private static final int DESCRIPTION = 4_000_000;
    private static final TestDatabase DATABASE = TestPostgres.shared().createDatabase("large");

    private static ServiceProcess service;

    @BeforeAll
    static void start() {
        service = ServiceProcess.start(
                        DATABASE.environment(Map.of("JAVA_TOOL_OPTIONS", "-Xmx96m -XX:+ExitOnOutOfMemoryError")))
                .awaitReady();
        DATABASE.execute("insert into tasks (id, title, description) select n, 'large', repeat('0123456789', "
                + DESCRIPTION / 10 + ") from generate_series(1, " + TASKS + ") n");
        DATABASE.execute("insert into tasks (id, title, description) values (200, 'larger', repeat('x', 40000000))");
        DATABASE.execute("insert into tasks (id, title) values (300, 'small')");
        DATABASE.execute("insert into tasks (id, title, description) values (400, 'long', repeat('y', 1000000))");
    }

    @AfterAll
    static void stop() {
        service.terminate();
        assertThat(service.awaitExit()).isEqualTo(143);
    }

    @AfterEach
    void itServes() {
        assertThat(service.statusOf("/tasks/300")).isEqualTo(200);
        assertThat(service.errors()).isEmpty();
    }

    private static HttpResponse<String> get(String path) {
        return service.send(service.request(path).build());
    }

    private static String idsUpTo(int last) {
        return String.join(
                ",", IntStream.rangeClosed(1, last).mapToObj(String::valueOf).toList());
    }

    @Test
    void anExportHoldsAllOfThem() {
        List<Long> bytes = Parallel.times(EXPORTS, number -> bytesOf("/tasks/export?ids=" + idsUpTo(TASKS)));

        assertThat(bytes).allSatisfy(count -> assertThat(count).isGreaterThan((long) TASKS * DESCRIPTION));
    }

    /** Reads the answer to its end, and counts. */
    private static long bytesOf(String path) {
        HttpRequest request = service.request(path).build();
        try (InputStream body = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofInputStream())
                .body()) {
            return body.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aPageThatIsTooLargeIsRefusedAndOneTaskIsRead() {
        List<HttpResponse<String>> pages = Parallel.times(8, number -> get("/tasks?limit=25"));

        assertThat(pages).allSatisfy(page -> {
            assertThat(page.statusCode()).isEqualTo(413);
            assertThat(page.body()).contains("With the task 1 ", "Ask for fewer");
        });
        assertThat(get("/tasks/400").body()).hasSizeGreaterThan(1_000_000);
        assertThat(get("/tasks?ids=300,400").body()).hasSizeGreaterThan(1_000_000);
    }

    @Test
    void aTaskThatIsTooLargeAloneIsNamedWhereverItIsAskedFor() {
        List<String> paths = List.of("/tasks/200", "/tasks?ids=200", "/tasks/export?ids=200,300");
        HttpRequest patch = service.request("/tasks/200?completed=true")
                .method("PATCH", HttpRequest.BodyPublishers.noBody())
                .build();
        HttpRequest batch = service.request("/tasks/batch")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("[{\"op\":\"delete\",\"id\":200}]"))
                .build();

        assertThat(paths).allSatisfy(path -> {
            assertThat(get(path).statusCode()).isEqualTo(413);
            assertThat(get(path).body()).contains("With the task 200 ");
        });
        assertThat(service.send(patch).body()).contains("With the task 200 ");
        assertThat(service.send(batch).body()).contains("With the task 200 ");
    }

    @Test
    void aBatchDoesNotHoldThemAllAtOnce() {
        String operations = String.join(
                ",",
                IntStream.rangeClosed(1, TASKS)
                        .mapToObj(id -> "{\"op\":\"update\",\"id\":" + id + ",\"task\":{\"priority\":1}}")
                        .toList());
        HttpResponse<String> refused = service.send(service.request("/tasks/batch")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("[" + operations + "]"))
                .build());

        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(DATABASE.value("select count(*) from tasks where priority > 0"))
                .isEqualTo("0");
    }
}
