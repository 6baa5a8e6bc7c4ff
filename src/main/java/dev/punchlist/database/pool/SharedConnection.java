package dev.punchlist.database.pool;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.impl.ContextInternal;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.impl.Connection;
import io.vertx.sqlclient.impl.SqlConnectionBase;
import java.time.Duration;

/**
 * A connection of the pool that several sessions of one event loop use at the same time. The last to leave gives it back. A
 * broken one cannot be joined, nor can one that has been open for a moment: a server or a network that has fallen silent is
 * noticed by the silence after the last statement, and a connection that is never given back is never replaced.
 */
final class SharedConnection {

    private final Future<SqlConnection> connection;
    private final int places;
    private final long nanosOpen;
    private final long opened = System.nanoTime();

    private int taken;

    /**
     * What is to be shared, as soon as it is there.
     *
     * @param places how many may use it at the same time
     * @param open how long it may be joined
     */
    SharedConnection(Future<SqlConnection> connection, int places, Duration open) {
        this.connection = connection;
        this.places = places;
        this.nanosOpen = open.toNanos();
    }

    /** Whether another lookup may join; when the last has left, the connection is given back. */
    boolean hasPlace() {
        return taken > 0 && taken < places && System.nanoTime() - opened < nanosOpen && !isBroken();
    }

    private boolean isBroken() {
        return connection.isComplete()
                && !(connection.succeeded() && socketOf(connection.result()).isValid());
    }

    /** The pool calls every connection that it lends valid; the one inside knows the state of its socket. */
    private static Connection socketOf(SqlConnection lent) {
        return ((SqlConnectionBase<?>) lent).unwrap().unwrap();
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
            connection.compose(SqlConnection::close).onComplete(left);
        }
    }

    private final class Place extends SqlConnectionBase<Place> {

        private boolean closed;

        Place(ContextInternal context, SqlConnectionBase<?> whole) {
            super(context, whole.factory(), whole.unwrap(), PgDriver.INSTANCE);
        }

        /** Never: what the others ask would be a part of it. */
        @Override
        public Future<Transaction> begin() {
            throw new UnsupportedOperationException("A shared connection has no transactions");
        }

        /** Once: a second time would give away what others still use. */
        @Override
        public void close(Promise<Void> left) {
            context.execute(left, this::leaveOnce);
        }

        private void leaveOnce(Promise<Void> left) {
            if (closed) {
                left.fail(new IllegalStateException("This place was given back before"));
            } else {
                closed = true;
                leave(left);
            }
        }
    }
}
