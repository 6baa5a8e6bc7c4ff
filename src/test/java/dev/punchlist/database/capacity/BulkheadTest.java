package dev.punchlist.database.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punchlist.database.failure.DatabaseFailure;
import dev.punchlist.support.Parallel;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who gets a place, who waits for one, and who is refused. */
class BulkheadTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Deadline PATIENT = Deadline.in(LONG, true);

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();

    @AfterEach
    void close() {
        Parallel.get(vertx.close().toCompletionStage().toCompletableFuture());
    }

    @Test
    void oneThatWaitsBeginsWhenAPlaceIsLeft() {
        Bulkhead bulkhead = new Bulkhead(1, 1, LONG);
        Promise<String> first = Promise.promise();
        CompletableFuture<String> one = on(loop, bulkhead, first);
        AtomicInteger begun = new AtomicInteger();
        CompletableFuture<Context> two = on(
                loop,
                () -> bulkhead.run(PATIENT, () -> {
                    begun.incrementAndGet();
                    return Uni.createFrom().item(Vertx.currentContext());
                }));
        settle(loop);
        assertThat(begun).hasValue(0);

        first.complete("done");

        assertThat(Parallel.get(one)).isEqualTo("done");
        assertThat(Parallel.get(two)).isSameAs(loop);
    }

    @Test
    void itBeginsOnItsOwnContextWhoeverLeftThePlace() {
        Bulkhead bulkhead = new Bulkhead(1, 1, LONG);
        Context other = vertx.getOrCreateContext();
        Promise<String> first = Promise.promise();
        CompletableFuture<String> one = on(other, bulkhead, first);
        settle(other);
        CompletableFuture<Context> two =
                on(loop, () -> bulkhead.run(PATIENT, () -> Uni.createFrom().item(Vertx.currentContext())));
        settle(loop);

        other.runOnContext(done -> first.complete("done"));

        assertThat(Parallel.get(two)).isSameAs(loop);
        assertThat(Parallel.get(one)).isEqualTo("done");
    }

    @Test
    void oneMoreThanMayWaitIsRefusedAtOnce() {
        Bulkhead bulkhead = new Bulkhead(1, 1, LONG);
        CompletableFuture<String> inside = on(loop, bulkhead, Promise.promise());
        CompletableFuture<String> waiting = on(loop, bulkhead, Promise.promise());

        assertOverloaded(on(loop, bulkhead, Promise.promise()));
        assertThat(inside).isNotDone();
        assertThat(waiting).isNotDone();
    }

    @Test
    void oneThatWaitedTooLongIsRefusedAndTakesNoPlaceWithIt() {
        Bulkhead bulkhead = new Bulkhead(1, 1, Duration.ofMillis(20));
        Promise<String> first = Promise.promise();
        CompletableFuture<String> inside = on(loop, bulkhead, first);

        assertOverloaded(on(loop, bulkhead, Promise.promise()));
        first.complete("done");

        assertThat(Parallel.get(inside)).isEqualTo("done");
        assertThat(Parallel.get(on(
                        loop, () -> bulkhead.run(PATIENT, () -> Uni.createFrom().item("next")))))
                .isEqualTo("next");
    }

    @Test
    void nobodyWaitsBeyondItsDeadline() {
        Bulkhead bulkhead = new Bulkhead(1, 1, LONG);
        CompletableFuture<String> inside = on(loop, bulkhead, Promise.promise());

        CompletableFuture<String> late = on(
                loop,
                () -> bulkhead.run(Deadline.in(Duration.ofMillis(20), false), () -> Uni.createFrom()
                        .item("begun")));

        assertFailed(late, DatabaseFailure.Kind.DEADLINE_PASSED);
        assertThat(inside).isNotDone();
    }

    @Test
    void writersOfOneRowWaitForEachOtherAndNotForThoseOfAnother() {
        StripedBulkhead rows = new StripedBulkhead(() -> new Bulkhead(1, 1, LONG));
        CompletableFuture<String> first = on(
                loop, () -> rows.of("one").run(PATIENT, () -> Uni.createFrom().nothing()));
        CompletableFuture<String> second = on(
                loop, () -> rows.of("one").run(PATIENT, () -> Uni.createFrom().item("second")));
        CompletableFuture<String> other = on(
                loop, () -> rows.of("other").run(PATIENT, () -> Uni.createFrom().item("other")));

        assertThat(Parallel.get(other)).isEqualTo("other");
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
    }

    @Test
    void workThatFailsLeavesItsPlace() {
        Bulkhead bulkhead = new Bulkhead(1, 1, LONG);
        CompletableFuture<String> thrown = on(
                loop,
                () -> bulkhead.run(PATIENT, () -> {
                    throw new IllegalArgumentException("thrown");
                }));
        CompletableFuture<String> failed = on(
                loop,
                () -> bulkhead.run(PATIENT, () -> Uni.createFrom().failure(new IllegalArgumentException("failed"))));

        assertThatThrownBy(thrown::get).hasRootCauseMessage("thrown");
        assertThatThrownBy(failed::get).hasRootCauseMessage("failed");
        assertThat(Parallel.get(on(
                        loop, () -> bulkhead.run(PATIENT, () -> Uni.createFrom().item("next")))))
                .isEqualTo("next");
    }

    @Test
    void noPlaceIsLostOrTakenTwiceUnderLoad() {
        int places = 3;
        Bulkhead bulkhead = new Bulkhead(places, 10_000, LONG);
        List<Context> loops = IntStream.range(0, 4)
                .mapToObj(index -> vertx.getOrCreateContext())
                .toList();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        List<CompletableFuture<Integer>> all = IntStream.range(0, 4_000)
                .mapToObj(index -> on(
                        loops.get(index % loops.size()),
                        () -> bulkhead.run(PATIENT, () -> {
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            return later(loops.get(index % 3)).map(done -> inside.decrementAndGet());
                        })))
                .toList();
        all.forEach(Parallel::get);

        assertThat(most).hasValue(places);
        assertThat(inside).hasValue(0);
        assertThat(Parallel.get(on(
                        loop, () -> bulkhead.run(PATIENT, () -> Uni.createFrom().item("next")))))
                .isEqualTo("next");
    }

    /** Something that takes a moment, and ends on a context that need not be that of the work. */
    private static Uni<String> later(Context context) {
        return Uni.createFrom().emitter(emitter -> context.runOnContext(now -> emitter.complete("later")));
    }

    private static CompletableFuture<String> on(Context context, Bulkhead bulkhead, Promise<String> end) {
        return on(
                context,
                () -> bulkhead.run(PATIENT, () -> Uni.createFrom()
                        .completionStage(end.future().toCompletionStage())));
    }

    private static <T> CompletableFuture<T> on(Context context, Supplier<Uni<T>> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        context.runOnContext(now ->
                Uni.createFrom().deferred(work::get).subscribe().with(result::complete, result::completeExceptionally));
        return result;
    }

    /** Waits until what was asked of this context before is done. */
    private static void settle(Context context) {
        CompletableFuture<Void> settled = new CompletableFuture<>();
        context.runOnContext(now -> settled.complete(null));
        Parallel.get(settled);
    }

    private static void assertOverloaded(CompletableFuture<?> work) {
        assertFailed(work, DatabaseFailure.Kind.OVERLOADED);
    }

    private static void assertFailed(CompletableFuture<?> work, DatabaseFailure.Kind kind) {
        assertThatThrownBy(() -> work.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(DatabaseFailure.class, failure -> assertThat(failure.kind())
                        .isEqualTo(kind));
    }
}
