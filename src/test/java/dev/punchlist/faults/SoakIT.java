package dev.punchlist.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.punchlist.support.MixedLoad;
import dev.punchlist.support.ProcessFigures;
import dev.punchlist.support.RawClient;
import dev.punchlist.support.RestartablePostgres;
import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TcpProxy;
import dev.punchlist.support.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Mixed load with a fault every minute, for {@code -Dpunchlist.soak.minutes}: nothing that was acknowledged is lost or
 * doubled, and once each fault is over the service holds no more memory, connections, threads and files than before it.
 */
@Order(1)
@Tag("long")
class SoakIT {

    private static final int MINUTES = Integer.getInteger("punchlist.soak.minutes", 20);
    private static final int WARM_UP_MINUTES = 2;
    private static final int CLIENTS = 8;
    private static final Duration PAUSE = Duration.ofMillis(30);
    private static final Duration FAULT = Duration.ofSeconds(5);
    private static final Duration CALM = Duration.ofSeconds(10);
    private static final int LEAVING_CLIENTS = 200;
    private static final int ALL_CONNECTIONS = 20 + 4 + 1;

    private final RestartablePostgres postgres = new RestartablePostgres();

    private record Fault(String name, Runnable action) {}

    private record Minute(
            int number, String fault, int requests, int failures, int connections, ProcessFigures figures) {

        @Override
        public String toString() {
            return "| %d | %s | %d | %d | %d | %s |".formatted(number, fault, requests, failures, connections, figures);
        }
    }

    @Test
    void whatTheServiceHoldsStaysFlatThroughAFaultEveryMinute() {
        assumeTrue(ProcessFigures.areKnown(), "threads, files and memory of another process are read from /proc");
        assertThat(MINUTES).as("minutes, with one to look at after the warm-up").isGreaterThan(WARM_UP_MINUTES + 1);
        postgres.start();
        TestDatabase database = postgres.database();
        try (TcpProxy network = new TcpProxy(database.port());
                ServiceProcess service = ServiceProcess.start(database.through(network)
                                .environment(Map.of(
                                        "PUNCHLIST_DEADLINE_USUAL", "2s",
                                        "PUNCHLIST_POOL_ACQUIRE_TIMEOUT", "2s")))
                        .awaitReady();
                MixedLoad load = MixedLoad.on(service.port(), CLIENTS, PAUSE)) {
            List<Minute> minutes = new ArrayList<>();
            List<Fault> faults = faults(network, service);
            for (int number = 1; number <= MINUTES; number++) {
                minutes.add(minute(number, faults.get((number - 1) % faults.size()), service, load, database));
            }
            System.out.println(load.stopAndCheck(MINUTES + " minutes", database));

            assertThat(service.errors()).isEmpty();
            assertThat(load.failures()).allMatch(failure -> failure.matches("(?s)[A-Za-z ]+ (409|503|504) .*"));
            assertFlat(minutes.subList(WARM_UP_MINUTES, minutes.size()));
        } finally {
            postgres.close();
        }
    }

    private List<Fault> faults(TcpProxy network, ServiceProcess service) {
        return List.of(
                new Fault("restart", () -> {
                    postgres.stop();
                    postgres.start();
                }),
                new Fault("kill -9", () -> {
                    postgres.kill();
                    postgres.start();
                }),
                new Fault("connections cut", network::cut),
                new Fault("frozen for 5 s", () -> {
                    postgres.freeze();
                    last(FAULT);
                    postgres.thaw();
                }),
                new Fault("packets swallowed for 5 s", () -> {
                    network.silence(true);
                    last(FAULT);
                    network.silence(false);
                }),
                new Fault("300 ms latency for 5 s", () -> {
                    network.delay(300);
                    last(FAULT);
                    network.delay(0);
                }),
                new Fault("clients leave", () -> leave(service)));
    }

    /** Clients that go away: before the answer, within it, and within the request. */
    private static void leave(ServiceProcess service) {
        for (int client = 0; client < LEAVING_CLIENTS; client++) {
            RawClient.of(service.port()).head("GET /tasks?limit=1000").reset();
            RawClient exporting = RawClient.of(service.port()).head("GET /tasks/export");
            assertThat(exporting.read(5)).isEqualTo("HTTP/");
            exporting.reset();
            RawClient.of(service.port())
                    .head("POST /tasks", "Content-Type: application/json", "Content-Length: 100")
                    .send("{\"title\":")
                    .reset();
        }
    }

    private static Minute minute(
            int number, Fault fault, ServiceProcess service, MixedLoad load, TestDatabase database) {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        int requests = load.sent();
        int failures = load.failures().size();
        fault.action().run();
        load.awaitCalm(CALM);
        last(Duration.ofNanos(end - System.nanoTime()));
        int connections = Integer.parseInt(
                database.value("select count(*) from pg_stat_activity where application_name like 'punchlist%'"));
        Minute minute = new Minute(
                number,
                fault.name(),
                load.sent() - requests,
                load.failures().size() - failures,
                connections,
                ProcessFigures.of(service));
        System.out.println(minute);
        return minute;
    }

    /** For as long as a fault, or a minute, is meant to last. */
    private static void last(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private static void assertFlat(List<Minute> minutes) {
        assertThat(minutes).allMatch(minute -> minute.connections() <= ALL_CONNECTIONS);
        // What is cached for the life of the process may still come; what leaks grows with every request and every
        // fault.
        long heap = first(minutes, minute -> minute.figures().heapKilobytes());
        assertThat(last(minutes, minute -> minute.figures().heapKilobytes()))
                .as("heap after a collection, in KB")
                .isLessThanOrEqualTo(heap + heap / 5);
        assertThat(last(minutes, Minute::connections))
                .as("connections")
                .isLessThanOrEqualTo(first(minutes, Minute::connections) + 4);
        assertThat(last(minutes, minute -> minute.figures().threads()))
                .as("threads")
                .isLessThanOrEqualTo(first(minutes, minute -> minute.figures().threads()) + 5);
        assertThat(last(minutes, minute -> minute.figures().files()))
                .as("open files")
                .isLessThanOrEqualTo(first(minutes, minute -> minute.figures().files()) + 10);
    }

    private static long first(List<Minute> minutes, ToLongFunction<Minute> figure) {
        return median(minutes.subList(0, third(minutes)), figure);
    }

    private static long last(List<Minute> minutes, ToLongFunction<Minute> figure) {
        return median(minutes.subList(minutes.size() - third(minutes), minutes.size()), figure);
    }

    private static int third(List<Minute> minutes) {
        return Math.max(1, minutes.size() / 3);
    }

    private static long median(List<Minute> minutes, ToLongFunction<Minute> figure) {
        long[] sorted = minutes.stream().mapToLong(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
