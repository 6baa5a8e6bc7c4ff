package dev.punchlist.database;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.impl.ContextInternal;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.impl.SqlConnectionBase;
import java.time.Duration;

/**
 * A connection of the pool that several sessions of one event loop use at the same time. The last to leave gives it back.
 * Nobody joins one that is broken, or for longer than a moment: a server or a network that has fallen silent is noticed by the
 * silence after the last statement, and a connection that is never given back is never replaced.
 */
final class SharedConnection {

    private static final Duration LONGEST = Duration.ofMillis(100);

    private final Future<SqlConnection> connection;
    private final int places;
    private final long opened = System.nanoTime();

    private int taken;
    private boolean over;

    /**
     * What is to be shared, as soon as it is there.
     *
     * @param places how many may use it at the same time
     */
    SharedConnection(Future<SqlConnection> connection, int places) {
        this.connection = connection;
        this.places = places;
        connection.onFailure(failure -> over = true);
        connection.onSuccess(whole -> whole.closeHandler(closed -> over = true));
    }

    boolean hasPlace() {
        return !over && taken < places && System.nanoTime() - opened < LONGEST.toNanos();
    }

    /** A place on it, which is given back by closing it; what is asked on it is answered on this context. */
    Future<SqlConnection> join(ContextInternal context) {
        taken++;
        Promise<SqlConnection> place = context.promise();
        connection
                .<SqlConnection>map(whole -> new Place(context, (SqlConnectionBase<?>) whole))
                .onComplete(place);
        return place.future();
    }

    private void leave(Promise<Void> left) {
        taken--;
        if (taken > 0) {
            left.complete();
        } else {
            over = true;
            connection.compose(SqlConnection::close).onComplete(left);
        }
    }

    private final class Place extends SqlConnectionBase<Place> {

        Place(ContextInternal context, SqlConnectionBase<?> whole) {
            super(context, whole.factory(), whole.unwrap(), PgDriver.INSTANCE);
        }

        /** Never: what the others ask would be a part of it. */
        @Override
        public Future<Transaction> begin() {
            throw new UnsupportedOperationException("A shared connection has no transactions");
        }

        @Override
        public void close(Promise<Void> left) {
            context.execute(left, SharedConnection.this::leave);
        }
    }
}
