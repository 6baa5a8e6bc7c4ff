package dev.punchlist.database.pool;

import io.netty.util.concurrent.FastThreadLocal;
import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lends a connection to each session, but to a lookup a place on a connection that lookups share: their statements follow
 * one another without waiting for the answers between (pipelining), so that one message wakes the server for several of
 * them. A statement holds up those behind it. Therefore only what is quick with any parameters may share: the search for one
 * row by its key.
 */
public final class SharingPool extends LendingPool {

    private static final String LOOKUP = SharingPool.class.getName() + ".lookup";

    private final Pool connections;
    private final int placesEach;
    private final Duration openEach;

    /** The one to join next, by event loop, which a request never leaves: no other thread touches it. */
    private final FastThreadLocal<@Nullable SharedConnection> current = new FastThreadLocal<>();

    /**
     * A pool over another one.
     *
     * @param connections the connections, which it closes in the end
     * @param placesEach how many lookups may use one at the same time
     * @param openEach how long one that is shared may be joined
     */
    SharingPool(Vertx vertx, Pool connections, int placesEach, Duration openEach) {
        super(vertx, connections);
        this.connections = connections;
        this.placesEach = placesEach;
        this.openEach = openEach;
    }

    /** Does work whose session is lent a place, not a connection. It is one statement, and no transaction. */
    public static <T> Uni<T> lookUp(Supplier<Uni<T>> work) {
        ContextLocals.put(LOOKUP, true);
        return work.get().eventually(() -> ContextLocals.remove(LOOKUP));
    }

    private static boolean isLookup() {
        return VertxContext.isOnDuplicatedContext() && ContextLocals.get(LOOKUP).isPresent();
    }

    @Override
    public Future<SqlConnection> getConnection() {
        return isLookup() ? shared().join(ContextInternal.current()) : connections.getConnection();
    }

    private SharedConnection shared() {
        SharedConnection open = current.get();
        if (open != null && open.hasPlace()) {
            return open;
        }
        SharedConnection next = new SharedConnection(connections.getConnection(), placesEach, openEach);
        current.set(next);
        return next;
    }
}
