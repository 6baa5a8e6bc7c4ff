package dev.punchlist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.Parallel;
import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TestDatabase;
import dev.punchlist.support.TestPostgres;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Imports that cross, on a database whose owner has asked for the strictest isolation. */
class CrossingImportsIT {

    private static final int CLIENTS = 4;
    private static final int TASKS = 2_500;
    private static final TestDatabase DATABASE = TestPostgres.shared().createDatabase("crossing");

    private static ServiceProcess service;

    @BeforeAll
    static void start() {
        DATABASE.execute("alter database crossing set default_transaction_isolation = 'serializable'");
        service = ServiceProcess.start(DATABASE.environment()).awaitReady();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?atomic=true", "?dry_run=true"})
    void eachIsDoneWhateverTheOrderOfItsLines(String query) {
        List<HttpResponse<String>> answers = Parallel.times(
                CLIENTS,
                client -> service.send(service.request("/tasks/import" + query)
                        .header("Content-Type", "application/x-ndjson")
                        .POST(HttpRequest.BodyPublishers.ofString(lines(client)))
                        .build()));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).startsWith("{\"end\":true,\"lines\":" + TASKS + ",");
        });
        assertThat(service.errors()).isEmpty();
    }

    private static String lines(int client) {
        List<String> lines = new ArrayList<>(IntStream.range(0, TASKS)
                .mapToObj(number -> "{\"title\":\"%d\",\"external_id\":\"%d\"}\n".formatted(client, number))
                .toList());
        if (client % 2 == 1) {
            Collections.reverse(lines);
        }
        return String.join("", lines);
    }
}
