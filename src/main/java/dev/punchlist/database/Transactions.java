package dev.punchlist.database;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/**
 * Runs work on the request pool, one session and one transaction each: what {@code @WithTransaction} does, as a call, so
 * that a request is read and checked before it takes a connection.
 */
@Singleton
public class Transactions {

    /**
     * Commits when the work succeeds and rolls back when it fails. A failure that the work means as an answer comes out
     * as it is; every other is a {@link DatabaseFailure}.
     *
     * @param answers the failures that are answers
     */
    public <T> Uni<T> run(Class<? extends RuntimeException> answers, Supplier<Uni<T>> work) {
        return Panache.withTransaction(work)
                .onFailure(failure -> !answers.isInstance(failure))
                .transform(DatabaseFailure::of);
    }
}
