package dev.punchlist.database.pool;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.impl.CloseFuture;
import io.vertx.core.impl.VertxInternal;
import io.vertx.pgclient.impl.PgPoolImpl;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;

/** A pool that lends the connections of another one by rules of its own. */
abstract class LendingPool extends PgPoolImpl {

    private final Pool connections;

    LendingPool(Vertx vertx, Pool connections) {
        super((VertxInternal) vertx, new CloseFuture(), connections);
        this.connections = connections;
    }

    @Override
    public abstract Future<SqlConnection> getConnection();

    @Override
    public final void getConnection(Handler<AsyncResult<SqlConnection>> handler) {
        getConnection().onComplete(handler);
    }

    @Override
    public final Future<Void> close() {
        return connections.close();
    }

    @Override
    public final void close(Handler<AsyncResult<Void>> handler) {
        close().onComplete(handler);
    }
}
