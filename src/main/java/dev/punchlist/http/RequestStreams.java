package dev.punchlist.http;

import dev.punchlist.PunchlistConfig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.vertx.MultiHelper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Reads the body of a request as it comes, no faster than it is worked on. */
@Singleton
public class RequestStreams {

    private final Duration patience;

    RequestStreams(PunchlistConfig config) {
        this.patience = config.stream().idleTimeout();
    }

    /** The body in pieces; fails with a 408 where the client pauses for too long. */
    public Multi<Buffer> body(RoutingContext request) {
        return Multi.createFrom()
                .deferred(() -> pieces(request))
                .onFailure()
                .transform(ClientGoneException::new)
                .ifNoItem()
                .after(patience)
                .failWith(() -> ProblemException.of(
                        ProblemType.REQUEST_TIMEOUT, "Nothing was sent for " + patience.toMillis() + " ms."));
    }

    /** A client that has left by now would never be heard of again. */
    private static Multi<Buffer> pieces(RoutingContext request) {
        return request.response().closed()
                ? Multi.createFrom().failure(new HttpClosedException("Connection was closed"))
                : MultiHelper.toMulti(request.request());
    }
}
