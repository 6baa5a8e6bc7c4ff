package dev.punchlist.database.pool;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Lends no connection that was broken or closed while it rested. One that was in use a moment ago is lent as it is; one that
 * rested for longer is asked first, because a network that has forgotten it gives no sign; one that does not answer is
 * closed, and the next one takes its place.
 */
final class ProvenPool extends LendingPool {

    private static final Logger LOG = Logger.getLogger(ProvenPool.class);

    private final Vertx vertx;
    private final Pool connections;
    private final int mostTries;
    private final long nanosTrusted;
    private final Duration patience;
    private final Doubts doubts;

    /**
     * A pool over another one, whose connections are watched.
     *
     * @param size how many connections it has at most
     * @param trusted how long a connection may have rested that is lent unasked
     * @param patience how long the answer may take
     */
    ProvenPool(Vertx vertx, Pool connections, int size, Duration trusted, Duration patience, Doubts doubts) {
        super(vertx, connections);
        this.vertx = vertx;
        this.connections = connections;
        // All may be dead; the one after the last of them is new.
        this.mostTries = size + 1;
        this.nanosTrusted = trusted.toNanos();
        this.patience = patience;
        this.doubts = doubts;
    }

    @Override
    public Future<SqlConnection> getConnection() {
        return lend(mostTries);
    }

    private Future<SqlConnection> lend(int tries) {
        return tries == 0
                ? Future.failedFuture(ClosedConnectionException.INSTANCE)
                : connections.getConnection().compose(connection -> lend(connection, tries));
    }

    private Future<SqlConnection> lend(SqlConnection connection, int tries) {
        AnswerWatch watch = AnswerWatch.of(connection);
        if (watch == null || !watch.isSound()) {
            return another(connection, watch, tries);
        }
        // Without a handler the client prints it; a statement under way learns of it by its own failure.
        connection.exceptionHandler(loss -> LOG.debugf("A connection was lost: %s", loss));
        if (watch.nanosAtRest() < nanosTrusted) {
            return Future.succeededFuture(connection);
        }
        long asked = System.nanoTime();
        return connection
                .query("SELECT 1")
                .execute()
                .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .map(connection)
                .recover(failure -> {
                    if (failure instanceof TimeoutException) {
                        doubts.silentSince(asked);
                    }
                    return another(connection, watch, tries);
                });
    }

    private Future<SqlConnection> another(SqlConnection broken, @Nullable AnswerWatch watch, int tries) {
        Promise<Void> gone = ((VertxInternal) vertx).getOrCreateContext().promise();
        if (watch == null) {
            gone.complete();
        } else {
            watch.cut(gone);
        }
        // Not earlier, or it would be lent again.
        return gone.future().compose(nothing -> broken.close()).transform(givenBack -> lend(tries - 1));
    }
}
