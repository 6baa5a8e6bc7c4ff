package dev.punchlist.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.Await;
import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TestDatabase;
import dev.punchlist.support.TestPostgres;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whoever started the service does not read what it prints: its pipe is full after 64 KB. */
class UnreadLogIT {

    private static final TestDatabase DATABASE = TestPostgres.shared().createDatabase("unread_log");
    private static final Pattern DROPPED = Pattern.compile("(?m)^punchlist_log_dropped_lines_total ([1-9][0-9.E]*)$");

    @Test
    void requestsAreServedWhileLinesAreDroppedAndCounted() {
        try (ServiceProcess service = ServiceProcess.startUnread(DATABASE.environment())) {
            logUntilLinesAreDropped(service);
            assertThat(create(service, "taken")).isEqualTo(201);
            assertThat(service.statusOf("/q/health/live")).isEqualTo(200);

            service.readFromNowOn();
            service.awaitOutput("lines of the log were dropped, because nobody read what is printed");
            service.terminate();
            assertThat(service.awaitExit()).isEqualTo(143);
            assertThat(service.output()).anyMatch(line -> line.contains("Stopped: pools closed"));
        }
    }

    @Test
    void aStopEndsThoughNobodyReads() {
        try (ServiceProcess service = ServiceProcess.startUnread(DATABASE.environment())) {
            logUntilLinesAreDropped(service);

            service.terminate();

            assertThat(service.awaitExit()).isEqualTo(143);
        }
    }

    private static void logUntilLinesAreDropped(ServiceProcess service) {
        service.awaitReady();
        DATABASE.failWhereCreated("refused");
        Await.until("lines are dropped", () -> {
            for (int request = 0; request < 50; request++) {
                assertThat(create(service, "refused")).isEqualTo(500);
            }
            return DROPPED.matcher(
                            service.send(service.request("/q/metrics").build()).body())
                    .find();
        });
    }

    private static int create(ServiceProcess service, String title) {
        return service.send(service.post("{\"title\":\"" + title + "\"}").build())
                .statusCode();
    }
}
