package dev.punchlist.database;

import dev.punchlist.database.failure.DatabaseFailure;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Does a unit of work again that came to nothing: a few times, and after a moment each, which is longer each time and never
 * the same for two that got in each other's way.
 */
@Singleton
class Repetition {

    private static final int MOST_REPETITIONS = 5;
    private static final long FIRST_PAUSE_MILLIS = 10;

    private final Vertx vertx;

    Repetition(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Does the work, and again as often as the server asks for it. The work is a whole transaction, or one statement. */
    <T> Uni<T> ofTransaction(Supplier<Uni<T>> work) {
        return of(work, failure -> DatabaseFailure.of(failure).isToBeRepeated());
    }

    /** Does the work, and again as long as this is so of its failure. */
    <T> Uni<T> of(Supplier<Uni<T>> work, Predicate<Throwable> undone) {
        return attempt(work, undone, 0);
    }

    private <T> Uni<T> attempt(Supplier<Uni<T>> work, Predicate<Throwable> undone, int before) {
        Uni<T> attempt = Uni.createFrom().deferred(work::get);
        return before == MOST_REPETITIONS
                ? attempt
                : attempt.onFailure(undone)
                        .recoverWithUni(() -> pause(before).chain(() -> attempt(work, undone, before + 1)));
    }

    /** Ends on the context on which it began, as a session demands. */
    private Uni<Void> pause(int before) {
        long longest = FIRST_PAUSE_MILLIS << before;
        long millis = ThreadLocalRandom.current().nextLong(longest / 2, longest * 3 / 2);
        return Uni.createFrom().completionStage(() -> vertx.timer(millis).toCompletionStage());
    }
}
