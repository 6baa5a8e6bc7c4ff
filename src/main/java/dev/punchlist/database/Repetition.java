package dev.punchlist.database;

import dev.punchlist.database.failure.DatabaseFailure;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Repeats a unit of work that was not done: a few times, after a pause that grows and is random, so that two units that
 * conflicted do not meet again.
 */
@Singleton
class Repetition {

    private static final int MOST_REPETITIONS = 5;
    private static final long FIRST_PAUSE_MILLIS = 10;

    private final Vertx vertx;

    Repetition(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Does the work, and repeats it while the server asks for that. The work is a whole transaction, or one statement. */
    <T> Uni<T> ofTransaction(Supplier<Uni<T>> work) {
        return of(work, failure -> DatabaseFailure.of(failure).isToBeRepeated());
    }

    /** Does the work, and repeats it while its failure fulfils this condition. */
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
