package dev.punchlist.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that create tasks and repeat each creation under its Idempotency-Key until it is acknowledged, beside clients that
 * read them and the probes of an orchestrator; and the check that all that was acknowledged is there, once, and that nobody
 * read anything else than what he asked for.
 */
public final class RecordedLoad implements AutoCloseable {

    private static final long PROBE_PAUSE_NANOS = 250_000_000;
    private static final long READ_PAUSE_NANOS = 5_000_000;

    private final ServiceProcess service;
    private final ExecutorService clients;
    private final List<Created> acknowledged = Collections.synchronizedList(new ArrayList<>());
    private final Queue<String> misread = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
    private final Queue<String> withoutRetryAfter = new ConcurrentLinkedQueue<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger read = new AtomicInteger();
    private final AtomicLong lastRefusal = new AtomicLong();
    private final AtomicLong lastDown = new AtomicLong();

    private volatile boolean running = true;

    private record Created(String path, String title) {}

    private RecordedLoad(ServiceProcess service, int clients) {
        this.service = service;
        this.clients = Executors.newFixedThreadPool(2 * clients + 1);
        this.clients.execute(this::probe);
        for (int client = 0; client < clients; client++) {
            this.clients.execute(this::work);
            this.clients.execute(this::read);
        }
    }

    /** Begins, with so many clients at once that write, and as many that read. */
    public static RecordedLoad on(ServiceProcess service, int clients) {
        return new RecordedLoad(service, clients);
    }

    private void work() {
        while (running) {
            String title = UUID.randomUUID().toString();
            boolean done = false;
            while (running && !done) {
                done = create(title);
            }
        }
    }

    private void read() {
        while (running) {
            if (!acknowledged.isEmpty()) {
                read(acknowledged.get(ThreadLocalRandom.current().nextInt(acknowledged.size())));
            }
            LockSupport.parkNanos(READ_PAUSE_NANOS);
        }
    }

    private void read(Created task) {
        HttpResponse<String> answer = service.send(service.request(task.path).build());
        if (answer.statusCode() == 503 || answer.statusCode() == 504) {
            refused(answer);
        } else if (answer.statusCode() == 200 && answer.body().contains("\"title\":\"" + task.title + "\"")) {
            read.incrementAndGet();
        } else {
            misread.add(task + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    private void probe() {
        while (running) {
            if (service.statusOf("/q/health/ready") != 200) {
                lastDown.set(System.nanoTime());
            }
            LockSupport.parkNanos(PROBE_PAUSE_NANOS);
        }
    }

    private boolean create(String title) {
        sent.incrementAndGet();
        HttpResponse<String> answer = service.send(service.post("{\"title\":\"" + title + "\"}")
                .header("Idempotency-Key", title)
                .build());
        if (answer.statusCode() == 201) {
            acknowledged.add(new Created(answer.headers().firstValue("Location").orElseThrow(), title));
            return true;
        }
        refused(answer);
        return false;
    }

    private void refused(HttpResponse<String> answer) {
        statuses.add(answer.statusCode());
        lastRefusal.set(System.nanoTime());
        if (answer.headers().firstValue("Retry-After").isEmpty()) {
            withoutRetryAfter.add(answer.statusCode() + " " + answer.body());
        }
    }

    /** Waits until so many more are acknowledged, and as many read. */
    public void awaitMore(int count) {
        int acknowledgedBefore = acknowledged.size();
        int readBefore = read.get();
        Await.until(
                "load is served",
                () -> acknowledged.size() >= acknowledgedBefore + count && read.get() >= readBefore + count);
    }

    /** Waits until a client was refused. */
    public void awaitRefusal() {
        long begin = System.nanoTime();
        Await.until("clients are refused", () -> lastRefusal.get() > begin);
    }

    /**
     * How long after this moment, by {@link System#nanoTime}, the last client was refused or the last probe was told that
     * the service is not ready, in seconds.
     */
    public double secondsToNormalAfter(long moment) {
        return Math.max(0, Math.max(lastRefusal.get(), lastDown.get()) - moment) / 1e9;
    }

    /** Ends the load, and checks what is there against what was acknowledged. */
    public String stopAndCheck(String fault, TestDatabase database, double secondsToNormal) {
        close();
        KeptTasks kept = KeptTasks.of(database);
        List<String> lost = kept.lost(acknowledged.stream().map(Created::title).toList());
        List<String> doubled = kept.doubled();
        String row = "| %s | %d | %d | %d | %d | %.1f |"
                .formatted(fault, sent.get(), acknowledged.size(), lost.size(), doubled.size(), secondsToNormal);

        assertThat(lost).as(row).isEmpty();
        assertThat(doubled).as(row).isEmpty();
        assertThat(withoutRetryAfter).as(row).isEmpty();
        assertThat(statuses).as(row).isSubsetOf(409, 503, 504);
        assertThat(misread).as(row).isEmpty();
        return row;
    }

    @Override
    public void close() {
        running = false;
        clients.shutdown();
        try {
            assertThat(clients.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
