package dev.punchlist.database;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/**
 * Runs work on the request pool, one session each: what {@code @WithSession} and {@code @WithTransaction} do, as calls,
 * so that a request is read and checked before it takes a connection. A failure is a {@link DatabaseFailure}, unless the
 * work means it as an answer.
 */
@Singleton
public class Transactions {

    /** Reads, in a session without a transaction: one statement is consistent in itself. */
    public <T> Uni<T> read(Supplier<Uni<T>> work) {
        return translated(Panache.withSession(work));
    }

    /** Writes: commits when the work succeeds, rolls back when it fails. */
    public <T> Uni<T> write(Supplier<Uni<T>> work) {
        return translated(Panache.withTransaction(work));
    }

    private static <T> Uni<T> translated(Uni<T> work) {
        return work.onFailure(failure -> !(failure instanceof DeliberateFailure))
                .transform(DatabaseFailure::of);
    }
}
