package dev.punchlist.database;

import dev.punchlist.database.capacity.Compartment;
import dev.punchlist.database.capacity.Deadline;
import dev.punchlist.database.failure.DatabaseFailure;
import dev.punchlist.database.failure.DeliberateFailure;
import dev.punchlist.database.pool.SharingPool;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs work on the request pool, one session each: what {@code @WithSession} and {@code @WithTransaction} do, as calls,
 * so that a request is read and checked before it takes a connection, and with a deadline. Work that was not done for a
 * temporary reason is repeated before the deadline; therefore it is given as a supplier, and must leave no trace outside
 * its session. A failure is a {@link DatabaseFailure}, unless the work means it as an answer.
 */
@Singleton
public class Transactions {

    private final Repetition repetition;

    Transactions(Repetition repetition) {
        this.repetition = repetition;
    }

    /** Reads, in a session without a transaction: one statement is consistent in itself. */
    public <T> Uni<T> read(Compartment compartment, Deadline deadline, Supplier<Uni<T>> work) {
        return asked(bounded(
                compartment,
                deadline,
                attempt -> deadline.usual()
                        ? withoutTransaction(attempt, work)
                        : inTransaction(attempt, () -> limited(deadline).chain(limited -> work.get()))));
    }

    /** Reads by one statement that finds a row by its key: so quick that it can share a connection with others like it. */
    public <T> Uni<T> lookUp(Deadline deadline, Supplier<Uni<T>> work) {
        return deadline.usual()
                ? asked(bounded(
                        Compartment.WHOLE,
                        deadline,
                        attempt -> SharingPool.lookUp(() -> withoutTransaction(attempt, work))))
                : read(Compartment.WHOLE, deadline, work);
    }

    private static <T> Uni<T> asked(Uni<T> read) {
        return read.onFailure(DatabaseFailure::breaksConstraint).transform(DatabaseFailure::ofRead);
    }

    private static <T> Uni<T> withoutTransaction(DeadlineRace attempt, Supplier<Uni<T>> work) {
        return Panache.withSession(() -> {
            attempt.begin();
            return work.get();
        });
    }

    /** Writes: commits when the work succeeds, rolls back when it fails or the deadline passes. */
    public <T> Uni<T> write(Compartment compartment, Deadline deadline, Supplier<Uni<T>> work) {
        return bounded(
                compartment,
                deadline,
                attempt -> inTransaction(
                        attempt,
                        () -> limited(deadline).chain(limited -> work.get()).invoke(attempt::beginCommit)));
    }

    private static <T> Uni<T> inTransaction(DeadlineRace attempt, Supplier<Uni<T>> work) {
        return withoutTransaction(attempt, () -> Panache.withTransaction(work));
    }

    /**
     * Writes by one statement, which commits by itself: without the round trips around it. Once it is sent it cannot be
     * taken back, so that it is waited for as long as the database lets it run, even if the wait for a connection took much
     * of the time.
     */
    public <T> Uni<T> writeInOneStatement(Deadline deadline, Supplier<Uni<T>> work) {
        return deadline.usual()
                ? bounded(
                        Compartment.WHOLE,
                        deadline,
                        attempt -> withoutTransaction(attempt, () -> {
                            attempt.beginCommit();
                            return work.get();
                        }))
                : write(Compartment.WHOLE, deadline, work);
    }

    /** Every connection limits its statements to the usual deadline; for another one it has to be told. */
    private static Uni<Void> limited(Deadline deadline) {
        return deadline.usual()
                ? Uni.createFrom().voidItem()
                : Panache.getSession()
                        .chain(session -> session.createNativeQuery("set local statement_timeout = "
                                        + deadline.left().toMillis())
                                .executeUpdate())
                        .replaceWithVoid();
    }

    /**
     * Answers at the deadline, and lets the work come to its end behind it: a transaction that is cut off from its
     * session would leave its connection in an unknown state. Until then it keeps its place in the compartment.
     */
    private <T> Uni<T> bounded(Compartment compartment, Deadline deadline, Function<DeadlineRace, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            DeadlineRace attempt = new DeadlineRace(deadline);
            Uni<T> shielded = compartment
                    .run(deadline, () -> repeated(work, attempt))
                    .memoize()
                    .indefinitely();
            return shielded.ifNoItem()
                    .after(deadline.left())
                    .recoverWithUni(() -> attempt.expire()
                            ? Uni.createFrom().failure(DatabaseFailure::deadlinePassed)
                            : shielded.ifNoItem().after(deadline.limit()).failWith(DatabaseFailure::outcomeUnknown));
        });
    }

    private <T> Uni<T> repeated(Function<DeadlineRace, Uni<T>> work, DeadlineRace attempt) {
        return repetition
                .of(() -> translated(work.apply(attempt)), attempt::beginAnew)
                .onFailure(failure ->
                        attempt.isCommitting() && failure instanceof DatabaseFailure database && database.isLost())
                .transform(failure -> DatabaseFailure.outcomeUnknown());
    }

    private static <T> Uni<T> translated(Uni<T> work) {
        return work.onFailure(failure -> !(failure instanceof DeliberateFailure))
                .transform(DatabaseFailure::ofWork);
    }
}
