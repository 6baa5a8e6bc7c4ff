package dev.punchlist.http.stream;

import dev.punchlist.PunchlistConfig;
import dev.punchlist.database.failure.DeliberateFailure;
import dev.punchlist.http.body.ClientGoneException;
import dev.punchlist.http.connection.Abort;
import dev.punchlist.http.problem.RequestId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Sends an answer piece by piece, each when the one before has left for the client. A failure before the first piece is
 * an answer like any other; a later one breaks the connection off, so that no client takes a part for the whole.
 */
@Singleton
public class ResponseStreams {

    private static final Logger LOG = Logger.getLogger(ResponseStreams.class);

    /** What a client has to take within the patience: who takes a little all the time is slow, not gone. */
    private static final int SLICE_BYTES = 16_384;

    private final Duration patience;

    ResponseStreams(PunchlistConfig config) {
        this.patience = config.stream().idleTimeout();
    }

    /** Sends these pieces under these headers; done when all is sent or nothing more can be. */
    public Uni<Void> send(RoutingContext request, Map<String, String> headers, Multi<byte[]> pieces) {
        HttpServerResponse response = request.response();
        if (request.request().method().equals(HttpMethod.HEAD)) {
            begin(request, headers);
            return sent(response::end);
        }
        return pieces.onItem()
                .transformToUniAndConcatenate(piece -> {
                    begin(request, headers);
                    return write(response, piece);
                })
                .onItem()
                .ignoreAsUni()
                .chain(() -> sent(response::end))
                .invoke(() -> endConnectionWithoutChunks(request))
                .onFailure(failure -> response.headWritten())
                .recoverWithUni(failure -> breakOff(request, failure));
    }

    private static void begin(RoutingContext request, Map<String, String> headers) {
        HttpServerResponse response = request.response();
        if (!response.headWritten()) {
            headers.forEach(response::putHeader);
            response.setChunked(true);
        }
    }

    /** HTTP/1.0 has no chunks: the end of the connection is the end of the answer (RFC 9112 section 6.3). */
    private static void endConnectionWithoutChunks(RoutingContext request) {
        if (request.request().version() == HttpVersion.HTTP_1_0) {
            request.request().connection().close();
        }
    }

    private Uni<Void> write(HttpServerResponse response, byte[] piece) {
        Buffer bytes = Buffer.buffer(piece);
        return Multi.createFrom()
                .items(IntStream.iterate(0, from -> from < piece.length, from -> from + SLICE_BYTES)
                        .boxed())
                .map(from -> bytes.slice(from, Math.min(piece.length, from + SLICE_BYTES)))
                .onItem()
                .transformToUniAndConcatenate(slice -> writeSlice(response, slice))
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> writeSlice(HttpServerResponse response, Buffer slice) {
        return sent(() -> response.write(slice))
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
                        RequestId.of(request).id(),
                        failure);
        if (failure instanceof ClientGoneException) {
            LOG.debug(line);
        } else if (failure instanceof StalledClientException) {
            LOG.info(line);
        } else {
            LOG.warn(line);
        }
        Abort.abort(request.request());
        return Uni.createFrom().voidItem();
    }

    /** The client took nothing for too long. */
    private static final class StalledClientException extends RuntimeException implements DeliberateFailure {

        private static final long serialVersionUID = 1L;

        StalledClientException(Duration patience) {
            super("the client took nothing for " + patience.toMillis() + " ms", null, false, false);
        }
    }
}
