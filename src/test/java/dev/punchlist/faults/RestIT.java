package dev.punchlist.faults;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.Await;
import dev.punchlist.support.FaultSuite;
import dev.punchlist.support.Parallel;
import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TcpProxy;
import dev.punchlist.support.TcpProxy.AtRest;
import dev.punchlist.support.TestDatabase;
import dev.punchlist.support.TestPostgres;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A connection that was closed, cut or forgotten while it rested never reaches a request: whatever ends it, and however
 * closely that falls together with the request. Nothing fails, and nothing is done twice.
 */
class RestIT {

    private static final int CLIENTS = 8;
    private static final int ROUNDS = FaultSuite.size(12, 1_250);

    /** Here a connection at rest ends, and around here are the rests; after a tenth of it the connection is asked. */
    private static final int REST_MILLIS = 60;

    private static final int SPREAD_MILLIS = 25;

    /** A network cannot tell a pause from a rest; this is longer than any pause of a busy machine. */
    private static final int NETWORK_REST_MILLIS = 800;

    private static final TestDatabase DATABASE = TestPostgres.shared().createDatabase("at_rest");
    private static final TcpProxy NETWORK = new TcpProxy(DATABASE.port());

    private static ServiceProcess service;

    @BeforeAll
    static void start() {
        service = ServiceProcess.start(DATABASE.through(NETWORK)
                        .environment(Map.of(
                                "PUNCHLIST_POOL_MAX_SIZE", String.valueOf(CLIENTS),
                                "PUNCHLIST_POOL_PING_AFTER", "6ms",
                                "PUNCHLIST_DEADLINE_USUAL", "30s",
                                "PUNCHLIST_DEADLINE_MAX", "30s")))
                .awaitReady();
    }

    @AfterAll
    static void stop() {
        service.close();
        NETWORK.close();
    }

    @BeforeEach
    void clean() {
        NETWORK.atRest(0, AtRest.CLOSE);
        DATABASE.execute("alter database " + DATABASE.name() + " reset idle_session_timeout");
        DATABASE.execute("truncate tasks");
        NETWORK.cut();
    }

    @Test
    void aNetworkEndsItInOneWayOrAnother() {
        NETWORK.atRest(NETWORK_REST_MILLIS, AtRest.values());
        NETWORK.cut();

        assertNothingFailsAfterRests(service, FaultSuite.size(5, 100), NETWORK_REST_MILLIS);
    }

    @Test
    void theServerEndsIt() {
        DATABASE.execute("alter database " + DATABASE.name() + " set idle_session_timeout = " + REST_MILLIS);
        NETWORK.cut();

        assertNothingFailsAfterRests(ROUNDS);
    }

    @Test
    void theServerEndsItAndNobodyIsAsked() {
        try (ServiceProcess trusting = ServiceProcess.start(DATABASE.environment(
                        Map.of("PUNCHLIST_POOL_MAX_SIZE", String.valueOf(CLIENTS), "PUNCHLIST_POOL_PING_AFTER", "1h")))
                .awaitReady()) {
            DATABASE.execute("alter database " + DATABASE.name() + " set idle_session_timeout = " + REST_MILLIS);
            endSessions();

            assertNothingFailsAfterRests(trusting, ROUNDS, REST_MILLIS);
        }
    }

    @Test
    void thePoolEndsIt() {
        try (ServiceProcess evicting = ServiceProcess.start(DATABASE.environment(Map.of(
                        "PUNCHLIST_POOL_MAX_SIZE", String.valueOf(CLIENTS),
                        "PUNCHLIST_POOL_IDLE_TIMEOUT", REST_MILLIS + "ms",
                        "PUNCHLIST_POOL_MAX_LIFETIME", 3 * REST_MILLIS + "ms")))
                .awaitReady()) {
            assertNothingFailsAfterRests(evicting, ROUNDS, REST_MILLIS);
        }
    }

    @Test
    void allEndWhileTheServiceRests() {
        for (int round = 0; round < FaultSuite.size(3, 100); round++) {
            endSessions();

            assertThat(Parallel.times(CLIENTS, client -> statusOf(service, create(service))))
                    .containsOnly(201);
        }
    }

    /** Ends the sessions of the service, as the server does when it is restarted. */
    private static void endSessions() {
        String sessions = "pg_stat_activity where application_name like 'punchlist%' and datname = 'rest'";
        String youngest = DATABASE.value("select coalesce(max(backend_start), now()) from " + sessions);
        DATABASE.execute("select pg_terminate_backend(pid) from " + sessions);
        Await.until("they have ended", () -> DATABASE.value(
                        "select count(*) from " + sessions + " and backend_start <= '" + youngest + "'")
                .equals("0"));
    }

    private static void assertNothingFailsAfterRests(int rounds) {
        assertNothingFailsAfterRests(service, rounds, REST_MILLIS);
    }

    private static void assertNothingFailsAfterRests(ServiceProcess service, int rounds, int restMillis) {
        String id = service.send(create(service).build())
                .headers()
                .firstValue("Location")
                .orElseThrow();
        List<Integer> statuses =
                Parallel.times(CLIENTS, client -> statusesAfterRests(service, id, rounds, restMillis)).stream()
                        .flatMap(List::stream)
                        .toList();

        Map<Integer, Long> counts = statuses.stream().collect(groupingBy(Function.identity(), counting()));
        assertThat(counts.keySet())
                .as("in all %s\n%s", counts, String.join("\n", service.output()))
                .containsOnly(200, 201);
        assertThat(DATABASE.value("select count(*) - 1 from tasks")).isEqualTo(String.valueOf(counts.get(201)));
        assertThat(service.errors()).isEmpty();
    }

    private static List<Integer> statusesAfterRests(ServiceProcess service, String task, int rounds, int restMillis) {
        List<Integer> statuses = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            long rest = restMillis + ThreadLocalRandom.current().nextLong(-SPREAD_MILLIS, SPREAD_MILLIS);
            LockSupport.parkNanos(Duration.ofMillis(rest).toNanos());
            statuses.add(statusOf(service, create(service)));
            if (round % 4 == 3) {
                LockSupport.parkNanos(Duration.ofMillis(rest).toNanos());
                statuses.add(statusOf(service, round % 8 == 3 ? service.request(task) : complete(service, task)));
            }
        }
        return statuses;
    }

    private static HttpRequest.Builder create(ServiceProcess service) {
        return service.post("{\"title\":\"rested\"}");
    }

    private static HttpRequest.Builder complete(ServiceProcess service, String task) {
        return service.request(task + "?completed=true").method("PATCH", HttpRequest.BodyPublishers.noBody());
    }

    private static int statusOf(ServiceProcess service, HttpRequest.Builder request) {
        return service.send(request.build()).statusCode();
    }
}
