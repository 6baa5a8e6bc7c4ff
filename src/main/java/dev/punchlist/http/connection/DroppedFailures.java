package dev.punchlist.http.connection;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/**
 * What fails when nobody waits for it any more is logged as an error, with one exception, which every client can provoke: an
 * answer over an HTTP/2 connection that has failed. Vert.x fails once more while it tells each stream of that.
 */
@ApplicationScoped
class DroppedFailures {

    private static final Logger LOG = Logger.getLogger(DroppedFailures.class);

    private static final String CONNECTION = "io.vertx.core.http.impl.Http2ConnectionBase";

    void watch(@Observes StartupEvent started) {
        Infrastructure.setDroppedExceptionHandler(DroppedFailures::log);
    }

    private static void log(Throwable failure) {
        if (isOfFailedConnection(failure)) {
            LOG.debug("An answer has no connection any more", failure);
        } else {
            LOG.error("A failure that nobody waits for any more", failure);
        }
    }

    static boolean isOfFailedConnection(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return trace.length > 0
                && trace[0].getClassName().startsWith(CONNECTION)
                && trace[0].getMethodName().contains("onConnectionError");
    }
}
