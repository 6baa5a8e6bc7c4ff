package dev.punchlist.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Clients that create, read, list and change tasks at a steady pace, and remember what they were told; and the check that
 * what they were told is so.
 */
public final class MixedLoad implements AutoCloseable {

    private final long pauseNanos;
    private final ExecutorService threads;
    private final List<MixedClient> clients;
    private final List<Future<?>> work;

    private final Queue<String> created = new ConcurrentLinkedQueue<>();
    private final Queue<String> notCreated = new ConcurrentLinkedQueue<>();
    private final Queue<String> contradictions = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Map<String, AtomicInteger> requests = new ConcurrentSkipListMap<>();
    private final AtomicLong lastFailure = new AtomicLong(System.nanoTime());

    private volatile boolean running = true;

    private MixedLoad(int port, int clients, Duration pause) {
        this.pauseNanos = pause.toNanos();
        this.threads = Executors.newFixedThreadPool(clients);
        this.clients = IntStream.range(0, clients)
                .mapToObj(number -> new MixedClient(port, number, this))
                .toList();
        this.work = List.copyOf(this.clients.stream()
                .<Future<?>>map(client -> threads.submit(() -> run(client)))
                .toList());
    }

    /** Begins, with so many clients at once, each of which rests so long between two requests. */
    public static MixedLoad on(int port, int clients, Duration pause) {
        return new MixedLoad(port, clients, pause);
    }

    private void run(MixedClient client) {
        while (running) {
            client.step();
            LockSupport.parkNanos(pauseNanos);
        }
    }

    void sent(String kind) {
        requests.computeIfAbsent(kind, none -> new AtomicInteger()).incrementAndGet();
    }

    void created(String title) {
        created.add(title);
    }

    void notCreated(String title) {
        notCreated.add(title);
    }

    void contradiction(String what) {
        contradictions.add(what);
    }

    void failed(String what) {
        failures.add(what);
        lastFailure.set(System.nanoTime());
    }

    /** Every request that had no success so far, as its kind, the status (0: no answer) and the body of the answer. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    /** How many requests there were so far. */
    public int sent() {
        return requests.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /** Waits until so many more tasks are created. */
    public void awaitMore(int count) {
        int before = created.size();
        Await.until(
                "load is served; last failures: "
                        + failures.stream()
                                .skip(Math.max(0, failures.size() - 3L))
                                .toList(),
                () -> created.size() >= before + count);
    }

    /** Waits until no request has failed for so long. */
    public void awaitCalm(Duration calm) {
        Await.until("no request fails any more", () -> System.nanoTime() - lastFailure.get() > calm.toNanos());
    }

    /**
     * Ends the load and checks what is there: whatever was acknowledged is there once and as it was last changed, nothing is
     * there twice, and nothing that was refused.
     *
     * @return the figures, as a row of a table: requests, failed, acknowledged, lost, doubled
     */
    public String stopAndCheck(String name, TestDatabase database) {
        close();
        KeptTasks kept = KeptTasks.of(database);
        List<String> lost = kept.lost(created);
        List<String> doubled = kept.doubled();
        String row = "| %s | %d %s | %d | %d | %d | %d |"
                .formatted(name, sent(), requests, failures.size(), created.size(), lost.size(), doubled.size());

        assertThat(created).as(row).isNotEmpty();
        assertThat(lost).as(row).isEmpty();
        assertThat(doubled).as(row).isEmpty();
        assertThat(contradictions).as(row).isEmpty();
        assertThat(notCreated.stream().filter(kept::has)).as(row).isEmpty();
        Map<String, String> descriptions = database.query("select id, description from tasks").stream()
                .collect(Collectors.toMap(columns -> columns.get(0), columns -> columns.get(1)));
        assertThat(clients.stream()
                        .flatMap(client -> client.tasks().stream())
                        .filter(task ->
                                !Objects.equals(descriptions.get(String.valueOf(task.id())), task.description())))
                .as(row)
                .isEmpty();
        return row;
    }

    @Override
    public void close() {
        running = false;
        threads.shutdown();
        work.forEach(Parallel::get);
    }
}
