package dev.punchlist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.Await;
import dev.punchlist.support.Parallel;
import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TestDatabase;
import dev.punchlist.support.TestPostgres;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every request has a deadline; past it nothing was done, whatever the database does later. */
class DeadlineIT {

    private static final TestDatabase DATABASE = TestPostgres.shared().createDatabase("deadlines");

    private static ServiceProcess service;

    @BeforeAll
    static void start() {
        service = ServiceProcess.start(
                        DATABASE.environment(Map.of("PUNCHLIST_POOL_MAX_SIZE", "1", "PUNCHLIST_DEADLINE_USUAL", "3s")))
                .awaitReady();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static HttpRequest.Builder patience(HttpRequest.Builder request, int seconds) {
        return request.header("Prefer", "wait=" + seconds);
    }

    private static Connection lockTasks() throws SQLException {
        Connection blocker = DATABASE.connect();
        blocker.setAutoCommit(false);
        try (Statement statement = blocker.createStatement()) {
            statement.execute("lock table tasks in access exclusive mode");
        }
        return blocker;
    }

    private static void assertLate(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.body()).contains("/problems/deadline-passed").contains("\"trace\"");
    }

    private static void assertDone(String title, int times) {
        Await.until("no transaction is open", () -> DATABASE.value(
                        "select count(*) from pg_stat_activity where datname = current_database()"
                                + " and application_name like 'punchlist%' and state <> 'idle'")
                .equals("0"));
        assertThat(DATABASE.value("select count(*) from tasks where title = '" + title + "'"))
                .isEqualTo(String.valueOf(times));
    }

    @Test
    void aStatementThatTakesTooLongIsStoppedAndRolledBack() throws SQLException {
        try (Connection blocker = lockTasks()) {
            long begin = System.nanoTime();
            HttpResponse<String> answer = service.send(
                    patience(service.post("{\"title\":\"late\"}"), 1).build());
            long millis = (System.nanoTime() - begin) / 1_000_000;

            assertLate(answer);
            assertThat(millis).isBetween(900L, 2_900L);
            Await.until("the database has given it up, too", () -> DATABASE.value(
                            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname ="
                                    + " current_database()")
                    .equals("0"));
            blocker.rollback();
        }
        assertDone("late", 0);
        assertThat(service.send(service.post("{\"title\":\"next\"}").build()).statusCode())
                .isEqualTo(201);
    }

    @Test
    void theWaitForAConnectionCountsAndWhatIsLateIsNotDoneLater() throws SQLException {
        try (Connection blocker = lockTasks()) {
            CompletableFuture<HttpResponse<String>> holder = service.sendAsync(
                    patience(service.post("{\"title\":\"holder\"}"), 10).build());
            Await.until("the only connection is taken", () -> DATABASE.value(
                            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname ="
                                    + " current_database()")
                    .equals("1"));

            HttpResponse<String> waiter = service.send(
                    patience(service.post("{\"title\":\"waiter\"}"), 1).build());
            blocker.rollback();

            assertLate(waiter);
            assertThat(Parallel.get(holder).statusCode()).isEqualTo(201);
        }
        assertDone("holder", 1);
        assertDone("waiter", 0);
    }

    @Test
    void whoSaysNothingGetsTheUsualDeadline() throws SQLException {
        try (Connection blocker = lockTasks()) {
            HttpResponse<String> read = service.send(service.request("/tasks").build());
            blocker.rollback();

            assertLate(read);
        }
    }

    @Test
    void lookupsThatShareAConnectionAreLateTogetherAndServedAgainAfterwards() throws SQLException {
        String path = service.send(service.post("{\"title\":\"shared\"}").build())
                .headers()
                .firstValue("Location")
                .orElseThrow();
        HttpRequest lookup = service.request(path).build();
        try (Connection blocker = lockTasks()) {
            List<CompletableFuture<HttpResponse<String>>> lookups =
                    Stream.generate(() -> service.sendAsync(lookup)).limit(10).toList();

            assertThat(lookups).allSatisfy(late -> assertLate(Parallel.get(late)));
            blocker.rollback();
        }

        Await.until("the connection is free", () -> service.send(lookup).statusCode() == 200);
    }

    @Test
    void aLateRequestIsDoneOnceWhenItIsSentAgain() throws SQLException {
        HttpRequest request = patience(service.post("{\"title\":\"again\"}"), 1)
                .header("Idempotency-Key", "deadline-again")
                .build();
        try (Connection blocker = lockTasks()) {
            assertLate(service.send(request));
            blocker.rollback();
        }
        assertDone("again", 0);

        List<Integer> statuses = List.of(
                service.send(request).statusCode(), service.send(request).statusCode());

        assertThat(statuses).containsOnly(201);
        assertDone("again", 1);
    }

    @Test
    void aConnectionThatRestedIsNotTakenForADeadOne() throws SQLException {
        Map<String, String> shortSilence = Map.of(
                "PUNCHLIST_POOL_MAX_SIZE", "1", "PUNCHLIST_DEADLINE_USUAL", "2s", "PUNCHLIST_DEADLINE_MAX", "2s");
        try (ServiceProcess other =
                ServiceProcess.start(DATABASE.environment(shortSilence)).awaitReady()) {
            assertThat(other.statusOf("/tasks")).isEqualTo(200);
            // A silence of 7 s is the death of a connection. This one rests for less, and its work goes on beyond that.
            LockSupport.parkNanos(Duration.ofSeconds(6).toNanos());
            try (Connection blocker = lockTasks()) {
                CompletableFuture<HttpResponse<String>> slow =
                        other.sendAsync(other.request("/tasks").build());
                LockSupport.parkNanos(Duration.ofMillis(1_400).toNanos());
                blocker.rollback();

                assertThat(Parallel.get(slow).statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void refusalsAreCounted() throws SQLException {
        try (Connection blocker = lockTasks()) {
            assertLate(service.send(patience(service.request("/tasks/1"), 1).build()));
            blocker.rollback();
        }

        assertThat(service.send(service.request("/q/metrics").build()).body())
                .containsPattern("punchlist_requests_refused_total\\{problem=\"deadline-passed\"} [1-9]")
                .contains("sql_pool_active{pool_name=\"requests\"")
                .contains("sql_pool_active{pool_name=\"background\"")
                .contains("punchlist_pool_connects_total{pool_name=\"requests\"}");
    }
}
