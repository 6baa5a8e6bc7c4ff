package dev.punchlist.database.pool;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;

/** The pools as the life cycle sees them: reached, warmed, closed. */
@Singleton
public class Pools {

    private final Pool requests;
    private final Pool background;
    private final Pool probe;
    private final Sockets sockets;

    Pools(
            Pool requests,
            @ReactiveDataSource(PoolCreators.BACKGROUND) Pool background,
            @ReactiveDataSource(PoolCreators.PROBE) Pool probe,
            Sockets sockets) {
        this.requests = requests;
        this.background = background;
        this.probe = probe;
        this.sockets = sockets;
    }

    /** Succeeds if the database answers; the question never waits behind other work. */
    public Uni<Void> ping() {
        // Not query(), which throws into the event loop when it gets no connection in time.
        return probe.withConnection(
                connection -> connection.query("SELECT 1").execute().replaceWithVoid());
    }

    /** Opens this many connections of the request pool. */
    public Uni<Void> warmUp(int connections) {
        List<Uni<SqlConnection>> openings =
                Stream.generate(requests::getConnection).limit(connections).toList();
        return openings.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join().all(openings).andFailFast().chain(Pools::release);
    }

    private static Uni<Void> release(List<SqlConnection> connections) {
        return Uni.join()
                .all(connections.stream().map(SqlConnection::close).toList())
                .andFailFast()
                .replaceWithVoid();
    }

    /** Asks the server to cancel the statements of these backends. */
    public Uni<Void> cancel(List<Integer> backends) {
        return background
                .preparedQuery("SELECT pg_cancel_backend(pid) FROM unnest($1::int[]) AS pid")
                .execute(Tuple.tuple().addArrayOfInteger(backends.toArray(Integer[]::new)))
                .replaceWithVoid();
    }

    /** Closes the pools and every connection in them. */
    public Uni<Void> close() {
        return requests.close().chain(background::close).chain(probe::close);
    }

    /** Cuts the connections that {@link #close} waits for. */
    public void cut() {
        sockets.cut();
    }
}
