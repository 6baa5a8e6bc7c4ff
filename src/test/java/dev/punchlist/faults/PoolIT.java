package dev.punchlist.faults;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The pool is bounded, so is the wait for it, and whatever way a transaction goes out, its connection comes back. */
class PoolIT {

    private static final int REQUESTS = 10;
    private static final int CONNECTIONS = 2;
    private static final int QUEUE = 3;
    private static final TestDatabase DATABASE = TestPostgres.shared().createDatabase("pool");

    @BeforeAll
    static void migrate() {
        ServiceProcess.start(DATABASE.environment(Map.of("PUNCHLIST_SCHEMA_MIGRATE", "only")))
                .awaitExit();
    }

    private static ServiceProcess startService() {
        return ServiceProcess.start(DATABASE.environment(Map.of(
                        "PUNCHLIST_POOL_MAX_SIZE", String.valueOf(CONNECTIONS),
                        "PUNCHLIST_POOL_MAX_QUEUE", String.valueOf(QUEUE),
                        "PUNCHLIST_POOL_ACQUIRE_TIMEOUT", "1s")))
                .awaitReady();
    }

    @Test
    void whoFindsNoRoomIsToldSoAndHealthAnswersAllTheWhile() throws SQLException {
        try (ServiceProcess service = startService();
                Connection blocker = DATABASE.connect();
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("lock table tasks in access exclusive mode");
            RequestPool pool = pool(service);
            List<CompletableFuture<HttpResponse<String>>> requests = pool.create(REQUESTS);
            pool.awaitBlocked();

            Await.until(
                    "all but the ones that hold a connection are answered",
                    () -> answered(requests) == REQUESTS - CONNECTIONS);
            List<HttpResponse<String>> refused = requests.stream()
                    .filter(CompletableFuture::isDone)
                    .map(Parallel::get)
                    .toList();
            int live = service.statusOf("/q/health/live");
            int ready = service.statusOf("/q/health/ready");
            int metrics = service.statusOf("/q/metrics");
            blocker.rollback();

            assertThat(refused).hasSize(REQUESTS - CONNECTIONS);
            assertThat(refused).allSatisfy(answer -> {
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).contains("1");
                assertThat(answer.body()).contains("/problems/overloaded");
            });
            assertThat(List.of(live, ready, metrics)).containsOnly(200);
            Map<Integer, Long> statuses =
                    requests.stream().map(Parallel::get).collect(groupingBy(HttpResponse::statusCode, counting()));
            assertThat(statuses).isEqualTo(Map.of(201, (long) CONNECTIONS, 503, (long) (REQUESTS - CONNECTIONS)));
            pool.assertWhole();
        }
    }

    @Test
    void aFailedTransactionIsRolledBackAndToldInTheWordsOfTheOrigin() throws SQLException {
        DATABASE.failWhereCreated("refused by the database");
        try (ServiceProcess service = startService()) {
            List<HttpResponse<String>> answers = IntStream.range(0, 20)
                    .mapToObj(number -> service.send(service.post("{\"title\":\"refused by the database\"}")
                            .build()))
                    .toList();

            assertThat(answers).allSatisfy(answer -> {
                assertThat(answer.statusCode()).isEqualTo(500);
                assertThat(answer.body())
                        .contains("\"detail\":\"Database transaction failed. Operation rolled back.\"")
                        .contains("\"trace\":\"")
                        .doesNotContain("test_fails", "insert", "Exception");
            });
            String trace = answers.get(0).body().replaceAll(".*\"trace\":\"(\\w+)\".*", "$1");
            service.awaitOutput(trace);
            assertThat(DATABASE.value("select count(*) from tasks where title like 'refused%'"))
                    .isEqualTo("0");
            pool(service).assertWhole();
        } finally {
            DATABASE.execute("drop function test_fails cascade");
        }
    }

    @Test
    void whatTheServerHasNoRoomForWasNotDone() {
        DATABASE.execute("create function full_disk() returns trigger language plpgsql as $$ begin raise exception"
                + " 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$;"
                + " create trigger full_disk before insert on tasks for each row execute function full_disk()");
        try (ServiceProcess service = startService()) {
            HttpResponse<String> answer =
                    service.send(service.post("{\"title\":\"no room\"}").build());

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("/problems/database-unavailable");
        } finally {
            DATABASE.execute("drop function full_disk cascade");
        }
    }

    @Test
    void clientsThatLeaveTakeNoConnectionWithThem() throws SQLException {
        try (ServiceProcess service = startService()) {
            RequestPool pool = pool(service);
            for (int round = 0; round < 20; round++) {
                try (Connection blocker = DATABASE.connect();
                        Statement statement = blocker.createStatement()) {
                    blocker.setAutoCommit(false);
                    statement.execute("lock table tasks in access exclusive mode");
                    List<CompletableFuture<HttpResponse<String>>> requests = pool.create(REQUESTS);
                    pool.awaitBlocked();
                    requests.forEach(request -> request.cancel(true));
                    blocker.rollback();
                }
            }

            pool.assertWhole();
            assertThat(service.output()).noneMatch(line -> line.contains("ERROR") || line.contains("HR000090"));
        }
    }

    private static long answered(List<CompletableFuture<HttpResponse<String>>> requests) {
        return requests.stream().filter(CompletableFuture::isDone).count();
    }

    private static RequestPool pool(ServiceProcess service) {
        return new RequestPool(service, DATABASE, CONNECTIONS);
    }
}
