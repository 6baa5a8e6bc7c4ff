package dev.punchlist.database.query;

import dev.punchlist.PunchlistConfig;
import dev.punchlist.database.failure.DatabaseFailure;
import dev.punchlist.database.failure.DeliberateFailure;
import dev.punchlist.database.pool.PoolCreators;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Long work of requests, on the background pool. One connection is always left to jobs; a stream that finds no other
 * free is refused at once, because nobody knows how long the wait would be.
 */
@Singleton
public class Streams {

    /** Others must not wait for long, nor for us while we wait for them; and what is upserted is what is there by now. */
    private static final String TRANSACTION =
            "set transaction isolation level read committed; set local lock_timeout = '500ms'";

    private static final String ONE_MOMENT = "set transaction isolation level repeatable read, read only";

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** About a quarter of a minute, and a minute. */
    private static final int ATTEMPTS = 30;

    private static final int ATTEMPTS_FOR_A_PLACE = 200;
    private static final int SHORTEST_PAUSE_MILLIS = 50;
    private static final int LONGEST_PAUSE_MILLIS = 500;

    /** Of rows up to this size, all streams can hold one each. */
    private static final long LONG_ROW = 1 << 19;

    private final Vertx vertx;
    private final Pool pool;
    private final AtomicInteger free;
    private final AtomicBoolean longRow = new AtomicBoolean();

    Streams(Vertx vertx, @ReactiveDataSource(PoolCreators.BACKGROUND) Pool pool, PunchlistConfig config) {
        this.vertx = vertx;
        this.pool = pool;
        this.free = new AtomicInteger(config.backgroundPool().maxSize() - 1);
    }

    /** Reads a single row, as of the same moment as the stream that it belongs to. */
    @FunctionalInterface
    public interface RowByKey {
        /**
         * The row that this query finds.
         *
         * @param bytes how long it is; of those that are very long only one is worked on at a time, in all streams together
         */
        Multi<Row> read(SqlFragment query, long bytes);
    }

    /**
     * The rows of a query as of one moment, read from a cursor of the server as fast as they are asked for.
     *
     * @param batch how many rows at once are held at most
     * @param mapper what to make of a row
     * @param completion makes lists of what comes out of such a batch; it may read rows one by one that were too large for it
     * @return these lists; a failure is a {@link DatabaseFailure}
     */
    public <T, R> Multi<R> read(
            SqlFragment query, int batch, Function<Row, T> mapper, BiFunction<List<T>, RowByKey, Multi<R>> completion) {
        return onConnection(connection -> Multi.createFrom()
                .resourceFromUni(
                        () -> connection
                                .begin()
                                .call(() -> connection.query(ONE_MOMENT).execute()),
                        transaction -> batches(connection, query, batch, mapper)
                                .onItem()
                                .transformToMultiAndConcatenate(rows ->
                                        completion.apply(rows, (question, bytes) -> row(connection, question, bytes))))
                .withFinalizer(
                        Transaction::commit, (transaction, failure) -> transaction.rollback(), Transaction::rollback));
    }

    /** A very long row has the memory to itself until whoever asked for it has made something of it. */
    private Multi<Row> row(SqlConnection connection, SqlFragment query, long bytes) {
        return bytes <= LONG_ROW
                ? row(connection, query)
                : Multi.createFrom()
                        .resourceFromUni(
                                () -> inTurn(() -> Uni.createFrom().item(this::takeMemory), ATTEMPTS_FOR_A_PLACE),
                                memory -> row(connection, query))
                        .withFinalizer(memory -> {
                            memory.set(false);
                        });
    }

    private static Multi<Row> row(SqlConnection connection, SqlFragment query) {
        return connection
                .preparedQuery(query.numbered('$'))
                .execute(tuple(query.values()))
                .map(rows -> rows.iterator().next())
                .toMulti();
    }

    private AtomicBoolean takeMemory() {
        if (longRow.getAndSet(true)) {
            throw DatabaseFailure.overloaded("another stream works on a long row");
        }
        return longRow;
    }

    private static <T> Multi<List<T>> batches(
            SqlConnection connection, SqlFragment query, int batch, Function<Row, T> mapper) {
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
     * Does short work in a transaction of its own. Long work never takes the connection that it needs, so that a
     * stream that waits for its client in between needs no place. Locks of others are waited for a moment at a time, with
     * nothing held in between.
     */
    public <R> Uni<R> write(Function<SqlConnection, Uni<R>> work) {
        return translated(inTurn(() -> inTransaction(work), ATTEMPTS));
    }

    /** Does long work in a transaction of its own, on a place that is waited for; for locks as in {@link #write}. */
    public <R> Uni<R> writeAtLength(Function<SqlConnection, Uni<R>> work) {
        return Multi.createFrom()
                .resourceFromUni(
                        () -> inTurn(() -> Uni.createFrom().item(this::take), ATTEMPTS_FOR_A_PLACE),
                        place -> write(work).toMulti())
                .withFinalizer(Streams::giveBack)
                .toUni();
    }

    private static Uni<Void> giveBack(AtomicInteger place) {
        return Uni.createFrom().voidItem().invoke(place::incrementAndGet);
    }

    private <R> Uni<R> inTransaction(Function<SqlConnection, Uni<R>> work) {
        return pool.withTransaction(
                connection -> connection.query(TRANSACTION).execute().chain(() -> work.apply(connection)));
    }

    /** Does the work, and repeats it after a pause as long as it conflicts with other work. */
    private <R> Uni<R> inTurn(Supplier<Uni<R>> work, int attempts) {
        return Multi.createBy()
                .repeating()
                .uni(() -> work.get()
                        .map(Optional::of)
                        .onFailure(Streams::givesWay)
                        .recoverWithUni(() -> pause().replaceWith(Optional.empty())))
                .atMost(attempts)
                .select()
                .where(Optional::isPresent)
                .map(Optional::get)
                .toUni()
                .onItem()
                .ifNull()
                .failWith(() -> DatabaseFailure.overloaded("other work held its locks all the time"));
    }

    private static boolean givesWay(Throwable failure) {
        DatabaseFailure database = DatabaseFailure.of(failure);
        return database.isToBeRepeated()
                || database.kind() == DatabaseFailure.Kind.OVERLOADED
                || (failure instanceof PgException refusal && LOCK_NOT_AVAILABLE.equals(refusal.getSqlState()));
    }

    private Uni<Void> pause() {
        long millis = ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
        return Uni.createFrom().emitter(over -> vertx.setTimer(millis, due -> over.complete(null)));
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
                .transform(DatabaseFailure::ofRead);
    }

    private static <R> Uni<R> translated(Uni<R> work) {
        return work.onFailure(failure -> !(failure instanceof DeliberateFailure))
                .transform(DatabaseFailure::ofWork);
    }

    private AtomicInteger take() {
        if (free.getAndUpdate(slots -> Math.max(0, slots - 1)) == 0) {
            throw DatabaseFailure.overloaded("every connection for streams is taken");
        }
        return free;
    }
}
