package dev.punchlist.faults;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.Await;
import dev.punchlist.support.Parallel;
import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TestDatabase;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The connections that serve requests, as the service and the server tell of them.
 *
 * @param size of the pool, by the settings of the service
 */
record RequestPool(ServiceProcess service, TestDatabase database, int size) {

    /** Gauges whose only request is the one that reads them. */
    private static final Set<String> REST = Set.of(
            "sql_pool_active requests 0.0",
            "sql_pool_active background 0.0",
            "sql_pool_active probe 0.0",
            "punchlist_requests_inside 0.0",
            "http_server_active_requests 1.0");

    private static final Pattern GAUGE =
            Pattern.compile("(?m)^(sql_pool_active|punchlist_requests_inside|http_server_active_requests)"
                    + "(?:\\{(?:pool_name=\"(\\w+)\")?.*})? ([0-9.]+)$");

    /** Waits until no request is at work and every connection is back. */
    void awaitRest() {
        Await.until(
                "no transaction is open", () -> count("application_name like 'punchlist%' and state <> 'idle'") == 0);
        Await.until(() -> "all is back\n" + metrics(), () -> REST.equals(inUse()));
    }

    private String metrics() {
        return service.send(service.request("/q/metrics").build()).body();
    }

    private Set<String> inUse() {
        return GAUGE.matcher(metrics())
                .results()
                .map(gauge -> Stream.of(gauge.group(1), gauge.group(2), gauge.group(3))
                        .filter(Objects::nonNull)
                        .reduce((first, second) -> first + " " + second)
                        .orElseThrow())
                .collect(toSet());
    }

    /** Waits for the rest, and has as many requests served as there are connections, all at the same moment. */
    void assertWhole() throws SQLException {
        awaitRest();
        try (Connection blocker = database.connect();
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("lock table tasks in access exclusive mode");
            List<CompletableFuture<HttpResponse<String>>> requests = create(size);
            awaitBlocked();
            blocker.rollback();
            assertThat(requests.stream().map(Parallel::get).map(HttpResponse::statusCode))
                    .containsOnly(201);
        }
        assertThat(count("application_name = 'punchlist'")).isEqualTo(size);
    }

    /** Sends so many creations at once. */
    List<CompletableFuture<HttpResponse<String>>> create(int requests) {
        return IntStream.range(0, requests)
                .mapToObj(number -> service.sendAsync(
                        service.post("{\"title\":\"request " + number + "\"}").build()))
                .toList();
    }

    /** Waits until every connection waits for a lock on the server. */
    void awaitBlocked() {
        Await.until(
                "the pool is taken",
                () -> count("application_name = 'punchlist' and wait_event_type = 'Lock'") == size);
    }

    private int count(String condition) {
        return Integer.parseInt(database.value(
                "select count(*) from pg_stat_activity where datname = current_database() and " + condition));
    }
}
