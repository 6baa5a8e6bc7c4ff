package dev.punchlist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.Await;
import dev.punchlist.support.RecordedLoad;
import dev.punchlist.support.RestartablePostgres;
import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TcpProxy;
import dev.punchlist.support.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Everything that a database and a network can do to a service, under load. Whatever was acknowledged is there, once; a
 * client sees success, 409 for a retry that came too early, 503 or 504; the service mends itself. Plain verify has the faults
 * that differ most; the others end in the same ways.
 */
@Isolated("it measures, or fills the machine")
class DatabaseFaultIT {

    private static final int CLIENTS = 8;
    private static final RestartablePostgres POSTGRES = new RestartablePostgres();

    @BeforeEach
    void clean() {
        POSTGRES.startIfStopped();
        POSTGRES.database().execute("drop schema public cascade; create schema public");
        POSTGRES.database().execute("drop role if exists crowded; drop role if exists rotated");
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
        underLoad(name, Map.of(), fault);
    }

    private static void underLoad(String name, Map<String, String> settings, Fault fault) {
        TestDatabase database = POSTGRES.database();
        try (TcpProxy network = new TcpProxy(database.port())) {
            underLoad(
                    name,
                    database.through(network).environment(settings),
                    database,
                    load -> fault.happen(network, load));
        }
    }

    private static void underLoad(
            String name, Map<String, String> settings, TestDatabase after, Consumer<RecordedLoad> fault) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("PUNCHLIST_DEADLINE_USUAL", "2s");
        environment.put("PUNCHLIST_POOL_ACQUIRE_TIMEOUT", "2s");
        try (ServiceProcess service = ServiceProcess.start(environment).awaitReady();
                RecordedLoad load = RecordedLoad.on(service, CLIENTS)) {
            load.awaitMore(300);
            fault.accept(load);
            long over = System.nanoTime();
            load.awaitMore(500);
            Await.until("readiness is up", () -> service.statusOf("/q/health/ready") == 200);
            double secondsToNormal = load.secondsToNormalAfter(over);
            System.out.println(load.stopAndCheck(name, after, secondsToNormal));
            assertThat(service.errors()).isEmpty();
            // A dead connection is noticed after 15 s; nothing takes longer.
            assertThat(secondsToNormal).isLessThan(30);
            Await.until("no transaction is open", () -> connections(after, "state <> 'idle'") == 0);
            assertThat(connections(after, "true")).isLessThanOrEqualTo(20 + 4 + 1);
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
    @Tag("long")
    void aKill() {
        underLoad("kill -9", (network, load) -> {
            POSTGRES.kill();
            load.awaitRefusal();
            POSTGRES.start();
        });
    }

    @Test
    @Tag("long")
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
    @Tag("long")
    void aSlowNetwork() {
        underLoad("300 ms latency for 5 s", (network, load) -> {
            network.delay(300);
            lasting(5_000);
            network.delay(0);
        });
    }

    @Test
    @Tag("long")
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
    @Tag("long")
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

    @Test
    @Tag("long")
    void aFullDisk() {
        underLoad("disk full for 3 s", (network, load) -> {
            POSTGRES.database()
                    .execute("create function full_disk() returns trigger language plpgsql as $$ begin raise exception"
                            + " 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$");
            POSTGRES.database()
                    .execute(
                            "create trigger full_disk before insert on tasks for each row execute function full_disk()");
            load.awaitRefusal();
            lasting(3_000);
            POSTGRES.database().execute("drop trigger full_disk on tasks");
        });
    }

    @Test
    @Tag("long")
    void tooManyClients() {
        POSTGRES.database().execute("create role crowded login; grant all on schema public to crowded");
        underLoad("too many clients for 3 s", Map.of("PUNCHLIST_DATABASE_USERNAME", "crowded"), (network, load) -> {
            POSTGRES.database().execute("alter role crowded connection limit 1");
            network.cut();
            load.awaitRefusal();
            lasting(3_000);
            POSTGRES.database().execute("alter role crowded connection limit -1");
        });
    }

    @Test
    @Tag("long")
    void aRotatedPassword(@TempDir Path secrets) throws IOException {
        Path file = Files.writeString(secrets.resolve("password"), "the first\n");
        POSTGRES.database().execute("create role rotated superuser login password 'the first'");
        POSTGRES.guard("rotated");
        underLoad(
                "password rotated, file 3 s later",
                Map.of(
                        "PUNCHLIST_DATABASE_USERNAME", "rotated",
                        "PUNCHLIST_DATABASE_PASSWORD", "",
                        "PUNCHLIST_DATABASE_PASSWORD_FILE", file.toString()),
                (network, load) -> {
                    POSTGRES.database().execute("alter role rotated password 'the second'");
                    network.cut();
                    load.awaitRefusal();
                    lasting(3_000);
                    write(file, "the second\n");
                });
    }

    private static void write(Path file, String content) {
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aFailover() {
        try (RestartablePostgres first = new RestartablePostgres()) {
            first.start();
            try (RestartablePostgres second = first.startStandby()) {
                String url = "postgresql://127.0.0.1:%d,127.0.0.1:%d/%s"
                        .formatted(
                                second.database().port(),
                                first.database().port(),
                                first.database().name());
                Map<String, String> settings = first.database().environment(Map.of("PUNCHLIST_DATABASE_URL", url));
                underLoad("failover to the standby, 3 s later", settings, second.database(), load -> {
                    first.kill();
                    load.awaitRefusal();
                    lasting(3_000);
                    second.promote();
                });
            }
        }
    }
}
