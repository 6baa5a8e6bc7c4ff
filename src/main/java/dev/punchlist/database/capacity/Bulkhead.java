package dev.punchlist.database.capacity;

import dev.punchlist.database.failure.DatabaseFailure;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Limits how many pieces of one kind of work go on at the same time. Some more wait for a place in the order in which they
 * came, without a connection; beyond these, and after a time, work is refused with {@link DatabaseFailure.Kind#OVERLOADED}.
 * No thread waits for another one.
 */
final class Bulkhead implements Compartment {

    /** The metric that tells how many wait. */
    static final String WAITING = "punchlist.bulkhead.waiting";

    static final String WAITING_MEANS = "Requests that wait for a place among those of their kind";

    /** Its tag: the kind of work. */
    static final String WORK = "work";

    private final int mostWaiting;
    private final Duration patience;

    private final AtomicInteger free;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Queue<Turn> queue = new ConcurrentLinkedQueue<>();

    /**
     * An empty bulkhead.
     *
     * @param places how many pieces of work go on at the same time
     * @param mostWaiting how many more may wait
     * @param patience how long each of them waits
     */
    Bulkhead(int places, int mostWaiting, Duration patience) {
        this.free = new AtomicInteger(places);
        this.mostWaiting = mostWaiting;
        this.patience = patience;
    }

    /** The same, with the length of its queue shown as a metric under the name of the kind of work. */
    Bulkhead measuredAs(String work, MeterRegistry metrics) {
        Gauge.builder(WAITING, this, Bulkhead::waiting)
                .description(WAITING_MEANS)
                .tag(WORK, work)
                .register(metrics);
        return this;
    }

    /** On the context of the caller; waits no longer than the work may take in all. */
    @Override
    public <T> Uni<T> run(Deadline deadline, Supplier<Uni<T>> work) {
        return Uni.createFrom()
                .deferred(() -> place(deadline))
                .chain(() -> Uni.createFrom().deferred(work::get).eventually(this::leave));
    }

    private Uni<Void> place(Deadline deadline) {
        if (queue.isEmpty() && take()) {
            return Uni.createFrom().voidItem();
        }
        if (waiting.incrementAndGet() > mostWaiting) {
            waiting.decrementAndGet();
            return Uni.createFrom().failure(DatabaseFailure.overloaded("too many wait for a place"));
        }
        Turn turn = new Turn(Objects.requireNonNull(Vertx.currentContext(), "a request has a context"), deadline);
        queue.add(turn);
        // A place may have become free just before this work began to wait.
        handOver();
        return turn.comes();
    }

    private boolean take() {
        return free.getAndUpdate(places -> Math.max(0, places - 1)) > 0;
    }

    private void leave() {
        free.incrementAndGet();
        handOver();
    }

    /** Gives the places that are free to those who wait. */
    private void handOver() {
        while (!queue.isEmpty() && take()) {
            Turn next = queue.poll();
            if (next == null || !next.come()) {
                free.incrementAndGet();
            }
        }
    }

    /** How many wait. */
    int waiting() {
        return waiting.get();
    }

    /** One that waits. It goes on, or gives up, on the context of its request, which a request never leaves. */
    private final class Turn {

        private final Context context;
        private final Deadline deadline;
        private final Promise<Void> place = Promise.promise();
        private final AtomicBoolean over = new AtomicBoolean();
        private final long timer;

        Turn(Context context, Deadline deadline) {
            this.context = context;
            this.deadline = deadline;
            // A moment after the deadline, which counts in finer units than the timer.
            this.timer = context.owner()
                    .setTimer(Math.min(patience.toMillis(), deadline.left().toMillis() + 1), due -> giveUp());
        }

        Uni<Void> comes() {
            return Uni.createFrom().completionStage(place.future().toCompletionStage());
        }

        /** Gives it its place; false where it has given up. */
        boolean come() {
            boolean takes = over.compareAndSet(false, true);
            if (takes) {
                waiting.decrementAndGet();
                context.runOnContext(said -> {
                    context.owner().cancelTimer(timer);
                    place.complete();
                });
            }
            return takes;
        }

        private void giveUp() {
            if (over.compareAndSet(false, true)) {
                waiting.decrementAndGet();
                queue.remove(this);
                place.fail(
                        deadline.hasPassed()
                                ? DatabaseFailure.deadlinePassed()
                                : DatabaseFailure.overloaded("no place became free in time"));
            }
        }
    }
}
