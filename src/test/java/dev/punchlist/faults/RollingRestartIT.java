package dev.punchlist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.Balancer;
import dev.punchlist.support.FaultSuite;
import dev.punchlist.support.MixedLoad;
import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TestDatabase;
import dev.punchlist.support.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Replicas are replaced one after the other while clients read and write through a balancer: no request fails, no task is
 * doubled, and what was written by one replica is read from the other, cursors included.
 */
@Isolated("it measures, or fills the machine")
class RollingRestartIT {

    private static final int REPLACEMENTS = FaultSuite.size(1, 5);
    private static final int REPLICAS = 2;
    private static final int CLIENTS = 8;
    private static final Duration PAUSE = Duration.ofMillis(10);

    /** Two checks of the balancer, 100 ms apart, which may take a second each, and some more. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final TestDatabase database = TestPostgres.shared().createDatabase("rolling");
    private final Map<Integer, ServiceProcess> replicas = new HashMap<>();

    @Test
    void noRequestFailsWhileEveryReplicaIsReplaced() {
        int[] ports = {ServiceProcess.freePort(), ServiceProcess.freePort()};
        List<Double> seconds = new ArrayList<>();
        try (Balancer balancer = new Balancer(ports)) {
            for (int port : ports) {
                start(port, balancer);
            }
            try (MixedLoad load = MixedLoad.on(balancer.port(), CLIENTS, PAUSE)) {
                load.awaitMore(100);
                for (int round = 0; round < REPLACEMENTS; round++) {
                    for (int port : ports) {
                        seconds.add(replace(port, balancer));
                        load.awaitMore(100);
                    }
                }
                String row = load.stopAndCheck(REPLACEMENTS * REPLICAS + " replacements", database);
                System.out.printf("%s seconds each: %s%n", row, seconds);

                assertThat(load.failures()).as(row).isEmpty();
            }
        } finally {
            replicas.values().forEach(ServiceProcess::close);
        }
    }

    private void start(int port, Balancer balancer) {
        replicas.put(
                port,
                ServiceProcess.start(database.environment(Map.of(
                                "QUARKUS_HTTP_PORT",
                                String.valueOf(port),
                                "PUNCHLIST_CURSOR_KEYS",
                                "shared by all replicas",
                                "PUNCHLIST_SHUTDOWN_GRACE",
                                GRACE.toSeconds() + "s")))
                        .awaitReady());
        balancer.awaitUse(port, true);
    }

    /** How many seconds it took. */
    private double replace(int port, Balancer balancer) {
        long begin = System.nanoTime();
        ServiceProcess old = replicas.remove(port);
        old.terminate();
        assertThat(old.awaitExit()).isEqualTo(143);
        assertThat(old.errors()).isEmpty();
        balancer.awaitUse(port, false);
        start(port, balancer);
        return Math.round((System.nanoTime() - begin) / 1e8) / 10.0;
    }
}
