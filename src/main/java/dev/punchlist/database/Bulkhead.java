package dev.punchlist.database;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets only so many pieces of one kind of work go on at the same time. Some more wait for a place in the order in which they
 * came, without a connection; beyond these, and after a time, work is refused with {@link DatabaseFailure.Kind#OVERLOADED}.
 */
final class Bulkhead {

    /** The metric that tells how many wait. */
    static final String WAITING = "punchlist.bulkhead.waiting";

    static final String WAITING_MEANS = "Requests that wait for a place among those of their kind";

    /** Its tag: the kind of work. */
    static final String WORK = "work";

    private final int places;
    private final int mostWaiting;
    private final Duration patience;

    private final Deque<Turn> waiting = new ArrayDeque<>();
    private int taken;

    /**
     * A bulkhead with nobody in it.
     *
     * @param places how many pieces of work go on at the same time
     * @param mostWaiting how many more may wait
     * @param patience how long each of them waits
     */
    Bulkhead(int places, int mostWaiting, Duration patience) {
        this.places = places;
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

    /** Does the work when it has a place, on the context of the caller; waits no longer than it may take in all. */
    <T> Uni<T> run(Deadline deadline, Supplier<Uni<T>> work) {
        return Uni.createFrom()
                .deferred(() -> place(deadline))
                .chain(() -> Uni.createFrom().deferred(work::get).eventually(this::leave));
    }

    private synchronized Uni<Void> place(Deadline deadline) {
        if (taken < places) {
            taken++;
            return Uni.createFrom().voidItem();
        }
        if (waiting.size() >= mostWaiting) {
            return Uni.createFrom().failure(DatabaseFailure.overloaded("too many wait for a place"));
        }
        Turn turn = new Turn(Objects.requireNonNull(Vertx.currentContext(), "a request has a context"), deadline);
        waiting.add(turn);
        return turn.comes();
    }

    private void leave() {
        Turn next = next();
        if (next != null) {
            next.come();
        }
    }

    /** Who takes over the place that is left; where nobody waits, it becomes free. */
    private synchronized @Nullable Turn next() {
        Turn next = waiting.poll();
        if (next == null) {
            taken--;
        }
        return next;
    }

    private synchronized boolean leaveQueue(Turn turn) {
        return waiting.remove(turn);
    }

    synchronized int waiting() {
        return waiting.size();
    }

    /** One that waits. It goes on, or gives up, on the context of its request, which a request never leaves. */
    private final class Turn {

        private final Context context;
        private final Deadline deadline;
        private final Promise<Void> place = Promise.promise();
        private final long timer;

        Turn(Context context, Deadline deadline) {
            this.context = context;
            this.deadline = deadline;
            this.timer = context.owner()
                    .setTimer(Math.min(patience.toMillis(), deadline.left().toMillis()), due -> giveUp());
        }

        Uni<Void> comes() {
            return Uni.createFrom().completionStage(place.future().toCompletionStage());
        }

        /** It has its place; said by whoever left it. */
        void come() {
            context.runOnContext(said -> {
                context.owner().cancelTimer(timer);
                place.complete();
            });
        }

        /** Unless the place is on its way. */
        private void giveUp() {
            if (leaveQueue(this)) {
                place.fail(
                        deadline.hasPassed()
                                ? DatabaseFailure.deadlinePassed()
                                : DatabaseFailure.overloaded("no place became free in time"));
            }
        }
    }
}
