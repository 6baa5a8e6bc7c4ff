package dev.punchlist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.OpenLoad;
import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TestDatabase;
import dev.punchlist.support.TestPostgres;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Requests come in at four times the rate that the service can do. The database is what is scarce: each creation takes it
 * 80 ms, so that a pool of 5 can do 62 a second, whatever machine this is. The queue is as long, beside the pool, as usual.
 */
@Tag("long")
@Isolated("it measures, or fills the machine")
class OverloadIT {

    private static final TestDatabase DATABASE = TestPostgres.shared().createDatabase("overload");
    private static final Duration PHASE = Duration.ofSeconds(10);
    private static final int CAPACITY = 62;
    private static final int PROBES_PER_SECOND = 40;

    @Test
    void goodputAndLatencyHoldAndTheProbesAnswer() {
        try (ServiceProcess service = ServiceProcess.start(
                        DATABASE.environment(Map.of("PUNCHLIST_POOL_MAX_SIZE", "5", "PUNCHLIST_POOL_MAX_QUEUE", "25")))
                .awaitReady()) {
            DATABASE.execute("create function slow_down() returns trigger language plpgsql as"
                    + " $$ begin perform pg_sleep(0.08); return new; end $$;"
                    + " create trigger slow_down before insert on tasks for each row execute function slow_down()");
            System.out.println("| load | sent | done | refused | done/s | p50 ms | p99 ms | longest ms |");
            creations(service, "warm-up", CAPACITY);

            OpenLoad.Result saturated = creations(service, "saturated", CAPACITY);
            OpenLoad probes = OpenLoad.start(service, PROBES_PER_SECOND, PHASE, probes(service));
            OpenLoad.Result flooded = creations(service, "four times", 4 * CAPACITY);
            OpenLoad.Result probed = probes.await();
            System.out.println(probed.row("probes meanwhile"));

            assertThat(flooded.refusals()).isNotEmpty().allSatisfy(refusal -> {
                assertThat(refusal.statusCode()).isEqualTo(503);
                assertThat(refusal.headers().firstValue("Retry-After")).contains("1");
            });
            assertThat(flooded.donePerSecond()).isGreaterThanOrEqualTo(0.9 * saturated.donePerSecond());
            assertThat(flooded.doneMillis(0.99)).isLessThanOrEqualTo(3 * saturated.doneMillis(0.99));
            assertThat(probed.refusals()).isEmpty();
            assertThat(probed.doneMillis(0.99)).isLessThanOrEqualTo(50);
            assertThat(service.errors()).isEmpty();
        }
    }

    private static OpenLoad.Result creations(ServiceProcess service, String name, int perSecond) {
        OpenLoad.Result result = OpenLoad.start(
                        service,
                        perSecond,
                        PHASE,
                        List.of(service.post("{\"title\":\"flood\"}").build()))
                .await();
        System.out.println(result.row(name));
        return result;
    }

    private static List<HttpRequest> probes(ServiceProcess service) {
        return Stream.of("/q/health/live", "/q/health/ready", "/q/metrics", "/problems/overloaded")
                .map(path -> service.request(path).build())
                .toList();
    }
}
