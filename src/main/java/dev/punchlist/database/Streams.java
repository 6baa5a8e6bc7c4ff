package dev.punchlist.database;

import dev.punchlist.PunchlistConfig;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Long work of requests, on the background pool. One connection is always left to health checks and jobs; whoever finds
 * no other free is refused at once, because nobody knows how long the wait would be.
 */
@Singleton
public class Streams {

    private final Pool pool;
    private final Repetition repetition;
    private final AtomicInteger free;

    Streams(@ReactiveDataSource(PoolCreators.BACKGROUND) Pool pool, Repetition repetition, PunchlistConfig config) {
        this.pool = pool;
        this.repetition = repetition;
        this.free = new AtomicInteger(config.backgroundPool().maxSize() - 1);
    }

    /**
     * The rows of a query as of one moment, read from a cursor of the server as fast as they are asked for.
     *
     * @param batch how many rows at once are held at most
     * @return lists of what the mapper made of rows; a failure is a {@link DatabaseFailure}
     */
    public <T> Multi<List<T>> read(QueryText query, int batch, Function<Row, T> mapper) {
        return onConnection(connection -> Multi.createFrom()
                .resourceFromUni(connection::begin, transaction -> batches(connection, query, batch, mapper))
                .withFinalizer(
                        Transaction::commit, (transaction, failure) -> transaction.rollback(), Transaction::rollback));
    }

    private static <T> Multi<List<T>> batches(
            SqlConnection connection, QueryText query, int batch, Function<Row, T> mapper) {
        return connection
                .prepare(query.numbered('$'))
                .map(statement -> statement.cursor(tuple(query.values())))
                .toMulti()
                .concatMap(cursor -> Multi.createBy()
                        .repeating()
                        .uni(() -> new ReadAhead<>(cursor, batch, mapper), ReadAhead::next)
                        .until(List::isEmpty));
    }

    /**
     * Does the work on each chunk in a transaction of its own, one after the other; a chunk of which the server asks for it,
     * as after a deadlock, is done again.
     */
    public <C, R> Multi<R> writeEach(Multi<C> chunks, BiFunction<SqlConnection, C, Uni<R>> work) {
        return onConnection(connection -> chunks.onItem()
                .transformToUniAndConcatenate(chunk -> repetition.ofTransaction(
                        () -> connection.begin().chain(transaction -> work.apply(connection, chunk)
                                .call(transaction::commit)
                                .onFailure()
                                .call(transaction::rollback)))));
    }

    /** Does the work on all chunks in one transaction, which stands in the end only if that is wanted then. */
    public <C, R> Multi<R> writeAll(
            Multi<C> chunks, BiFunction<SqlConnection, C, Uni<R>> work, BooleanSupplier commits) {
        return onConnection(connection -> Multi.createFrom()
                .resourceFromUni(connection::begin, transaction -> chunks.onItem()
                        .transformToUniAndConcatenate(chunk -> work.apply(connection, chunk)))
                .withFinalizer(
                        transaction -> commits.getAsBoolean() ? transaction.commit() : transaction.rollback(),
                        (transaction, failure) -> transaction.rollback(),
                        Transaction::rollback));
    }

    /** The values as the client takes them. */
    private static Tuple tuple(List<Object> values) {
        Tuple tuple = Tuple.tuple();
        values.forEach(
                value -> tuple.addValue(value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value));
        return tuple;
    }

    private <T> Multi<T> onConnection(Function<SqlConnection, Multi<T>> work) {
        return Multi.createFrom()
                .resource(this::take, slot -> Multi.createFrom()
                        .resourceFromUni(pool::getConnection, work)
                        .withFinalizer(SqlConnection::close))
                .withFinalizer(AtomicInteger::incrementAndGet)
                .onFailure(failure -> !(failure instanceof DeliberateFailure))
                .transform(DatabaseFailure::of);
    }

    private AtomicInteger take() {
        if (free.getAndUpdate(slots -> Math.max(0, slots - 1)) == 0) {
            throw DatabaseFailure.overloaded("every connection for streams is taken");
        }
        return free;
    }
}
