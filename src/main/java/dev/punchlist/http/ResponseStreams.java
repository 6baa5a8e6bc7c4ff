package dev.punchlist.http;

import dev.punchlist.PunchlistConfig;
import dev.punchlist.database.DeliberateFailure;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Sends an answer piece by piece, each when the one before has left for the client. A failure before the first piece is
 * an answer like any other; a later one breaks the connection off, so that no client takes a part for the whole.
 */
@Singleton
public class ResponseStreams {

    private static final Logger LOG = Logger.getLogger(ResponseStreams.class);

    private final Duration patience;

    ResponseStreams(PunchlistConfig config) {
        this.patience = config.stream().idleTimeout();
    }

    /** Sends these pieces under these headers; done when all is sent or nothing more can be. */
    public Uni<Void> send(RoutingContext request, Map<String, String> headers, Multi<byte[]> pieces) {
        HttpServerResponse response = request.response();
        if (request.request().method().equals(HttpMethod.HEAD)) {
            begin(response, headers);
            return sent(response::end);
        }
        return pieces.onItem()
                .transformToUniAndConcatenate(piece -> {
                    begin(response, headers);
                    return write(response, piece);
                })
                .onItem()
                .ignoreAsUni()
                .chain(() -> sent(response::end))
                .onFailure(failure -> response.headWritten())
                .recoverWithUni(failure -> breakOff(request, failure));
    }

    private static void begin(HttpServerResponse response, Map<String, String> headers) {
        if (!response.headWritten()) {
            headers.forEach(response::putHeader);
            response.setChunked(true);
        }
    }

    private Uni<Void> write(HttpServerResponse response, byte[] piece) {
        return sent(() -> response.write(Buffer.buffer(piece)))
                .onFailure()
                .transform(ClientGoneException::new)
                .ifNoItem()
                .after(patience)
                .failWith(() -> new StalledClientException(patience));
    }

    private static Uni<Void> sent(Supplier<Future<Void>> sending) {
        return Uni.createFrom().completionStage(() -> sending.get().toCompletionStage());
    }

    private static Uni<Void> breakOff(RoutingContext request, Throwable failure) {
        String line = "%s %s was broken off after %s bytes, request %s: %s"
                .formatted(
                        request.request().method(),
                        request.request().path(),
                        request.response().bytesWritten(),
                        RequestFilters.idOf(request).id(),
                        failure);
        if (failure instanceof ClientGoneException) {
            LOG.debug(line);
        } else if (failure instanceof StalledClientException) {
            LOG.info(line);
        } else {
            LOG.warn(line);
        }
        cutOff(request);
        return Uni.createFrom().voidItem();
    }

    /**
     * Ends the connection at once, or the stream where the connection has many. A polite end would wait until the client
     * has taken what was sent.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // There is nobody left to tell.
    private static void cutOff(RoutingContext request) {
        if (request.request().connection() instanceof Http1xServerConnection connection) {
            connection.channel().close();
        } else {
            request.response().reset();
        }
    }

    /** The client took nothing for too long. */
    private static final class StalledClientException extends RuntimeException implements DeliberateFailure {

        private static final long serialVersionUID = 1L;

        StalledClientException(Duration patience) {
            super("the client took nothing for " + patience.toMillis() + " ms", null, false, false);
        }
    }
}
