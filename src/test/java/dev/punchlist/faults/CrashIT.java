package dev.punchlist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TestDatabase;
import dev.punchlist.support.TestPostgres;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Killed at random moments of a stream of creates, the service loses nothing that it acknowledged and doubles nothing. */
class CrashIT {

    private static final int CRASHES = Integer.getInteger("punchlist.crashes", 3);
    private static final int CLIENTS = 8;

    private final Random random = new Random(7);

    @Test
    void everyAcknowledgedTaskIsThereWholeAndOnce() {
        TestDatabase database = TestPostgres.shared().createDatabase("crash");
        Queue<String> acknowledged = new ConcurrentLinkedQueue<>();

        for (int crash = 0; crash < CRASHES; crash++) {
            ServiceProcess service =
                    ServiceProcess.start(database.environment()).awaitReady();
            killDuring(service, streams(client -> createUnkeyed(service, acknowledged)));
        }

        List<String> kept = titles(database);
        Set<String> lost = new HashSet<>(acknowledged);
        lost.removeAll(new HashSet<>(kept));
        assertThat(acknowledged).isNotEmpty();
        assertThat(lost).isEmpty();
        assertThat(new HashSet<>(kept)).hasSameSizeAs(kept);
        assertThat(database.value("SELECT count(*) FROM tasks WHERE description <> 'about ' || title OR version <> 1"))
                .isEqualTo("0");
        report("creates without key", acknowledged.size());
    }

    @Test
    void retriedWithItsKeyEveryCreateIsDoneExactlyOnce() {
        TestDatabase database = TestPostgres.shared().createDatabase("crash_keyed");
        Queue<String> sent = new ConcurrentLinkedQueue<>();

        for (int crash = 0; crash < CRASHES; crash++) {
            ServiceProcess service =
                    ServiceProcess.start(database.environment()).awaitReady();
            killDuring(service, streams(client -> createKeyed(service, sent)));
        }
        try (ServiceProcess service =
                ServiceProcess.start(database.environment()).awaitReady()) {
            List<HttpResponse<String>> retries =
                    sent.stream().map(key -> service.send(keyed(service, key))).toList();

            assertThat(retries)
                    .allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(201));
            assertThat(retries.stream().map(CrashIT::locationOf).distinct()).hasSameSizeAs(sent);
        }

        List<String> kept = titles(database);
        assertThat(kept).hasSameSizeAs(sent);
        assertThat(new HashSet<>(kept).equals(new HashSet<>(sent))).isTrue();
        report("creates with key", sent.size());
    }

    private static List<String> titles(TestDatabase database) {
        return database.query("SELECT title FROM tasks").stream()
                .map(row -> row.get(0))
                .toList();
    }

    private static String locationOf(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private void killDuring(ServiceProcess service, List<CompletableFuture<Void>> streams) {
        LockSupport.parkNanos(Duration.ofMillis(300 + random.nextInt(900)).toNanos());
        service.kill();
        streams.forEach(CompletableFuture::join);
    }

    /** Clients that go on until the service is gone. */
    private static List<CompletableFuture<Void>> streams(IntPredicate send) {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        List<CompletableFuture<Void>> streams = IntStream.range(0, CLIENTS)
                .mapToObj(client -> CompletableFuture.runAsync(
                        () -> {
                            boolean alive = true;
                            while (alive) {
                                alive = send.test(client);
                            }
                        },
                        threads))
                .toList();
        threads.shutdown();
        return streams;
    }

    private static boolean createUnkeyed(ServiceProcess service, Queue<String> acknowledged) {
        String title = UUID.randomUUID().toString();
        try {
            HttpResponse<String> answer = service.send(service.post(body(title)).build());
            assertThat(answer.statusCode()).isEqualTo(201);
            acknowledged.add(title);
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static boolean createKeyed(ServiceProcess service, Queue<String> sent) {
        String title = UUID.randomUUID().toString();
        sent.add(title);
        try {
            assertThat(service.send(keyed(service, title)).statusCode()).isEqualTo(201);
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static HttpRequest keyed(ServiceProcess service, String title) {
        return service.post(body(title)).header("Idempotency-Key", title).build();
    }

    private static String body(String title) {
        return "{\"title\":\"" + title + "\",\"description\":\"about " + title + "\"}";
    }

    private static void report(String what, int count) {
        System.out.printf("%d crashes during %d %s: none lost, none doubled%n", CRASHES, count, what);
    }
}
