package dev.punchlist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.Await;
import dev.punchlist.support.FaultSuite;
import dev.punchlist.support.RawClient;
import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TestDatabase;
import dev.punchlist.support.TestPostgres;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What is slow does not stop what is quick: exports and imports have connections of their own, and requests that wait in
 * the database take turns with the others.
 */
@Isolated("it measures, or fills the machine")
class IsolationIT {

    private static final TestDatabase DATABASE = TestPostgres.shared().createDatabase("isolation");
    private static final int WIDE_ROWS = 20_000;
    private static final int SLOW = 20;
    private static final int QUICK = 50;
    private static final int SEARCHES = 24;
    private static final int SEARCH_PLACES = 4;

    private final Queue<Integer> failures = new ConcurrentLinkedQueue<>();

    @Test
    void fiftyOthersAreServedForEachWaitOfTwentySlowRequests() {
        int rounds = FaultSuite.size(10, 50);
        List<RawClient> streams = new ArrayList<>();
        try (ServiceProcess service =
                ServiceProcess.start(DATABASE.environment()).awaitReady()) {
            prepare();
            streams.add(stalledExport(service));
            streams.add(stalledExport(service));
            streams.add(stalledExport(service));
            Await.until("every stream holds a connection", () -> inTransaction() == 3);

            HttpRequest slow = service.post("{\"title\":\"slow\"}").build();
            HttpRequest quick = service.request("/tasks/1").build();
            AtomicInteger slowDone = new AtomicInteger();
            AtomicInteger quickDone = new AtomicInteger();
            BooleanSupplier atWork = () -> slowDone.get() < rounds * SLOW;
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            IntStream.range(0, SLOW).forEach(client -> clients.add(loop(service, slow, 201, slowDone, atWork)));
            IntStream.range(0, QUICK).forEach(client -> clients.add(loop(service, quick, 200, quickDone, atWork)));
            clients.forEach(CompletableFuture::join);
            System.out.printf(
                    "%d slow requests of 200 ms, 20 at a time, %d others: %d for each wait%n",
                    slowDone.get(), quickDone.get(), quickDone.get() / rounds);

            assertThat(failures).isEmpty();
            assertThat(service.statusOf("/tasks/export")).isEqualTo(503);
            assertThat(service.statusOf("/q/health/ready")).isEqualTo(200);
            assertThat(inTransaction()).isEqualTo(3);
            assertThat(quickDone.get()).isGreaterThanOrEqualTo(QUICK * (rounds - 1));
        } finally {
            streams.forEach(RawClient::close);
        }
    }

    /** However many search at a time, they have four of the twenty connections; nobody else waits for them. */
    @Test
    void searchesLeaveTheConnectionsToTheOthers() {
        TestDatabase searched = TestPostgres.shared().createDatabase("searched");
        try (ServiceProcess service =
                ServiceProcess.start(searched.environment()).awaitReady()) {
            searched.execute("insert into tasks (title, is_completed, description) select 'row', false,"
                    + " repeat('x', 255) from generate_series(1, 20000)");
            HttpRequest search = service.request("/tasks?q=zz")
                    .header("Prefer", "count=exact")
                    .build();
            HttpRequest quick = service.request("/tasks/1").build();
            AtomicInteger quickDone = new AtomicInteger();
            AtomicInteger mostAtOnce = new AtomicInteger();

            List<CompletableFuture<HttpResponse<String>>> searches = IntStream.range(0, SEARCHES)
                    .mapToObj(number -> service.sendAsync(search))
                    .toList();
            BooleanSupplier searching = () -> searches.stream().anyMatch(answer -> !answer.isDone());
            CompletableFuture<Void> others = loop(service, quick, 200, quickDone, searching);
            Await.until("the searches are over", () -> {
                mostAtOnce.accumulateAndGet(searching(searched), Math::max);
                return !searching.getAsBoolean();
            });
            others.join();

            assertThat(mostAtOnce.get()).isBetween(1, SEARCH_PLACES);
            assertThat(failures).isEmpty();
            assertThat(quickDone.get()).isPositive();
            assertThat(searches)
                    .allSatisfy(answer -> assertThat(answer.join().statusCode()).isIn(200, 503, 504));
            assertThat(searches.stream().filter(answer -> answer.join().statusCode() == 200))
                    .hasSizeGreaterThanOrEqualTo(SEARCH_PLACES);
        }
    }

    private static int searching(TestDatabase database) {
        return Integer.parseInt(
                database.value("select count(*) from pg_stat_activity where datname = current_database()"
                        + " and backend_type = 'client backend' and state = 'active' and query like '%punchlist_fold%'"
                        + " and pid <> pg_backend_pid()"));
    }

    private static void prepare() {
        DATABASE.execute("insert into tasks (title, is_completed, description, labels) select 'row', false,"
                + " repeat('x', 255), array_fill(repeat('y', 50), array[20]) from generate_series(1, " + WIDE_ROWS
                + ")");
        DATABASE.execute("create function slow_down() returns trigger language plpgsql as"
                + " $$ begin perform pg_sleep(0.2); return new; end $$;"
                + " create trigger slow_down before insert on tasks for each row when (new.title = 'slow')"
                + " execute function slow_down()");
    }

    private static RawClient stalledExport(ServiceProcess service) {
        RawClient client = RawClient.of(service.port()).head("GET /tasks/export");
        assertThat(client.read(12)).isEqualTo("HTTP/1.1 200");
        return client;
    }

    private static int inTransaction() {
        return Integer.parseInt(
                DATABASE.value("select count(*) from pg_stat_activity where datname = current_database()"
                        + " and application_name = 'punchlist-background' and xact_start is not null"));
    }

    /** A client that sends its request again as soon as it is answered. */
    private CompletableFuture<Void> loop(
            ServiceProcess service, HttpRequest request, int expected, AtomicInteger done, BooleanSupplier goesOn) {
        return service.sendAsync(request).thenCompose(answer -> {
            if (answer.statusCode() == expected) {
                done.incrementAndGet();
            } else {
                failures.add(answer.statusCode());
            }
            return goesOn.getAsBoolean()
                    ? loop(service, request, expected, done, goesOn)
                    : CompletableFuture.completedFuture(null);
        });
    }
}
