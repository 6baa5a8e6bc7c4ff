package dev.punchlist.database;

import dev.punchlist.PunchlistConfig;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Cursor;
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
import java.util.function.Function;

/**
 * Long work of requests, on the background pool. One connection is always left to health checks and jobs; whoever finds
 * no other free is refused at once, because nobody knows how long the wait would be.
 */
@Singleton
public class Streams {

    private final Pool pool;
    private final AtomicInteger free;

    Streams(@ReactiveDataSource(PoolCreators.BACKGROUND) Pool pool, PunchlistConfig config) {
        this.pool = pool;
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
                        .uni(() -> next(cursor, batch, mapper))
                        .until(List::isEmpty));
    }

    private static <T> Uni<List<T>> next(Cursor cursor, int batch, Function<Row, T> mapper) {
        return !cursor.hasMore()
                ? Uni.createFrom().item(List.of())
                : cursor.read(batch).map(rows -> rows.stream().map(mapper).toList());
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
