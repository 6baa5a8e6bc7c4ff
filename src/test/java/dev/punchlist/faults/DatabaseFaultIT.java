package dev.punchlist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.Await;
import dev.punchlist.support.RecordedLoad;
import dev.punchlist.support.RestartablePostgres;
import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TcpProxy;
import dev.punchlist.support.TestDatabase;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Everything that a database and a network can do to a service, under load. Whatever was acknowledged is there, once; a
 * client sees success, 409 for a retry that came too early, 503 or 504; the service mends itself.
 */
class DatabaseFaultIT {

    private static final int CLIENTS = 8;
    private static final RestartablePostgres POSTGRES = new RestartablePostgres();

    @BeforeEach
    void clean() {
        POSTGRES.startIfStopped();
        POSTGRES.database().execute("drop schema public cascade; create schema public");
    }

    @AfterAll
    static void stop() {
        POSTGRES.close();
    }

    /** A fault, and how it ends. */
    private interface Fault {
        void happen(TcpProxy network, RecordedLoad load);
    }

    private static void underLoad(String name, Fault fault) {
        TestDatabase database = POSTGRES.database();
        try (TcpProxy network = new TcpProxy(database.port());
                ServiceProcess service = ServiceProcess.start(
                                new TestDatabase("127.0.0.1", network.port(), database.name())
                                        .environment(Map.of(
                                                "PUNCHLIST_DEADLINE_USUAL", "2s",
                                                "PUNCHLIST_POOL_ACQUIRE_TIMEOUT", "2s")))
                        .awaitReady();
                RecordedLoad load = RecordedLoad.on(service, CLIENTS)) {
            load.awaitMore(300);
            fault.happen(network, load);
            long over = System.nanoTime();
            load.awaitMore(500);
            Await.until("readiness is up", () -> service.statusOf("/q/health/ready") == 200);
            assertThat(service.errors()).isEmpty();
            System.out.println(load.stopAndCheck(name, database, load.lastRefusalAfter(over)));
            Await.until("no transaction is open", () -> connections(database, "state <> 'idle'") == 0);
            assertThat(connections(database, "true")).isLessThanOrEqualTo(20 + 4);
        }
    }

    private static int connections(TestDatabase database, String condition) {
        return Integer.parseInt(database.value(
                "select count(*) from pg_stat_activity where application_name like 'punchlist%' and " + condition));
    }

    private static void lasting(long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void aRestart() {
        underLoad("restart", (network, load) -> {
            POSTGRES.stop();
            load.awaitRefusal();
            POSTGRES.start();
        });
    }

    @Test
    void aKill() {
        underLoad("kill -9", (network, load) -> {
            POSTGRES.kill();
            load.awaitRefusal();
            POSTGRES.start();
        });
    }

    @Test
    void aFreeze() {
        underLoad("frozen for 10 s", (network, load) -> {
            POSTGRES.freeze();
            lasting(10_000);
            POSTGRES.thaw();
        });
    }

    @Test
    void cutConnections() {
        underLoad("connections cut, five times", (network, load) -> {
            for (int round = 0; round < 5; round++) {
                network.cut();
                load.awaitMore(20);
            }
        });
    }

    @Test
    void packetsThatVanish() {
        underLoad("packets swallowed for 5 s", (network, load) -> {
            network.silence(true);
            lasting(5_000);
            network.silence(false);
        });
    }

    @Test
    void aSlowNetwork() {
        underLoad("300 ms latency for 5 s", (network, load) -> {
            network.delay(300);
            lasting(5_000);
            network.delay(0);
        });
    }

    @Test
    void aServerThatLetsNobodyIn() {
        underLoad("new connections refused for 3 s", (network, load) -> {
            network.refuse(true);
            network.cut();
            load.awaitRefusal();
            lasting(3_000);
            network.refuse(false);
        });
    }

    @Test
    void aReadOnlyServer() {
        underLoad("read-only for 3 s", (network, load) -> {
            POSTGRES.database().execute("alter system set default_transaction_read_only = on");
            POSTGRES.database().execute("select pg_reload_conf()");
            load.awaitRefusal();
            lasting(3_000);
            POSTGRES.database().execute("alter system reset default_transaction_read_only");
            POSTGRES.database().execute("select pg_reload_conf()");
        });
    }
}
