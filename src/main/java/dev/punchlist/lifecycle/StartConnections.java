package dev.punchlist.lifecycle;

import dev.punchlist.database.pool.Pools;
import io.agroal.api.AgroalPoolInterceptor;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** The connections of the start, so that their work can be cancelled; those of JDBC serve nothing else. */
@Singleton
class StartConnections implements AgroalPoolInterceptor {

    private static final Logger LOG = Logger.getLogger(StartConnections.class);

    private final Pools pools;
    private final Map<Connection, Integer> backends = new ConcurrentHashMap<>();

    StartConnections(Pools pools) {
        this.pools = pools;
    }

    @Override
    public void onConnectionCreate(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet backend = statement.executeQuery("select pg_backend_pid()")) {
            backend.next();
            // The argument is a view of the connection that is only valid during this call.
            backends.put(connection.unwrap(Connection.class), backend.getInt(1));
        } catch (SQLException e) {
            LOG.debugf("A connection broke before it was used: %s", e.getMessage());
        }
    }

    /** Asks the server to give up what it does for them, so that nothing of it goes on when the process has ended. */
    Uni<Void> cancel() {
        List<Integer> working = List.copyOf(backends.values());
        return working.isEmpty() ? Uni.createFrom().voidItem() : pools.cancel(working);
    }

    /** Closes those of JDBC at once, so that Flyway cannot write into its history that the migration has failed for good. */
    void abort() {
        for (Connection connection : backends.keySet()) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debugf("A connection was closed already: %s", e.getMessage());
            }
        }
    }

    /** Cuts the others, for closing them would wait for a server that may not answer. */
    void cut() {
        pools.cut();
    }
}
