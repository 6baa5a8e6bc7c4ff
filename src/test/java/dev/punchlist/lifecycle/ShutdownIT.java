package dev.punchlist.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.Await;
import dev.punchlist.support.Parallel;
import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TestDatabase;
import dev.punchlist.support.TestPostgres;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** On SIGTERM the service takes its leave: nothing that it began is cut off, and nothing new begins. */
class ShutdownIT {

    /** The default of punchlist.shutdown.timeout. */
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(30);

    private static final int SLOW_REQUESTS = 50;
    private static final TestDatabase DATABASE = TestPostgres.shared().createDatabase("shutdown");

    @Test
    void slowRequestsGetTheirAnswersAndNewOnesGoElsewhere() throws SQLException {
        Map<String, String> environment =
                DATABASE.environment(Map.of("PUNCHLIST_POOL_ACQUIRE_TIMEOUT", "30s", "PUNCHLIST_SHUTDOWN_GRACE", "1s"));
        try (ServiceProcess service = ServiceProcess.start(environment).awaitReady();
                Connection blocker = DATABASE.connect();
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("lock table tasks in access exclusive mode");
            List<CompletableFuture<HttpResponse<String>>> slow = IntStream.range(0, SLOW_REQUESTS)
                    .mapToObj(number -> service.sendAsync(
                            service.post("{\"title\":\"slow " + number + "\"}").build()))
                    .toList();
            awaitBlocked(20);

            service.terminate();
            service.awaitOutput("Stopping: not ready any more");
            int ready = service.statusOf("/q/health/ready");
            Await.until("new work is refused", () -> List.of(0, 503).contains(service.statusOf("/tasks/none")));
            blocker.rollback();

            assertThat(ready).isEqualTo(503);
            assertThat(slow.stream()
                            .map(Parallel::get)
                            .map(HttpResponse::statusCode)
                            .toList())
                    .hasSize(SLOW_REQUESTS)
                    .containsOnly(201);
            assertThat(service.awaitExit()).isIn(0, 143);
            assertThat(milestones(service)).containsExactly("Stopping", "Requests finished", "Stopped");
        }
        assertThat(DATABASE.value("select count(*) from tasks where title like 'slow %'"))
                .isEqualTo(String.valueOf(SLOW_REQUESTS));
        assertThat(DATABASE.value("select count(*) from pg_stat_activity where application_name like 'punchlist%'"
                        + " and datname = 'shutdown'"))
                .isEqualTo("0");
    }

    @Test
    void refusedWorkIsToldToTryElsewhere() throws SQLException {
        try (ServiceProcess service =
                        ServiceProcess.start(DATABASE.environment()).awaitReady();
                Connection blocker = DATABASE.connect();
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("lock table tasks in access exclusive mode");
            CompletableFuture<HttpResponse<String>> slow =
                    service.sendAsync(service.post("{\"title\":\"held\"}").build());
            awaitBlocked(1);

            service.terminate();
            service.awaitOutput("Stopping: not ready any more");
            HttpResponse<String> refused =
                    service.send(service.request("/tasks").build());
            blocker.rollback();

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).contains("1");
            assertThat(refused.headers().firstValue("Connection")).contains("close");
            assertThat(refused.body()).contains("/problems/draining");
            assertThat(Parallel.get(slow).statusCode()).isEqualTo(201);
            service.awaitExit();
        }
    }

    @Test
    void anIdleServiceDoesNotWaitForItsTimeout() {
        try (ServiceProcess service =
                ServiceProcess.start(DATABASE.environment()).awaitReady()) {
            long begin = System.nanoTime();

            service.terminate();
            service.awaitExit();

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(USUAL_TIMEOUT);
            assertThat(milestones(service)).containsExactly("Stopping", "Requests finished", "Stopped");
        }
    }

    @Test
    void workThatNeverEndsDoesNotKeepTheServiceForEver() throws SQLException {
        Map<String, String> environment = DATABASE.environment(Map.of("PUNCHLIST_SHUTDOWN_TIMEOUT", "1s"));
        try (ServiceProcess service = ServiceProcess.start(environment).awaitReady();
                Connection blocker = DATABASE.connect();
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("lock table tasks in access exclusive mode");
            CompletableFuture<HttpResponse<String>> stuck =
                    service.sendAsync(service.post("{\"title\":\"stuck\"}").build());
            awaitBlocked(1);

            service.terminate();
            service.awaitExit();

            assertThat(stuck).isNotNull();
            assertThat(milestones(service)).contains("Stopped");
            blocker.rollback();
        }
        assertThat(DATABASE.value("select count(*) from tasks where title = 'stuck'"))
                .isEqualTo("0");
    }

    private static void awaitBlocked(int count) {
        Await.until(
                count + " requests wait in the database",
                () -> Integer.parseInt(DATABASE.value("select count(*) from pg_stat_activity where datname = 'shutdown'"
                                + " and wait_event_type = 'Lock'"))
                        >= count);
    }

    private static List<String> milestones(ServiceProcess service) {
        return service.output().stream()
                .flatMap(line ->
                        Stream.of("Stopping", "Requests finished", "Stopped").filter(line::contains))
                .toList();
    }
}
