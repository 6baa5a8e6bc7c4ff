package dev.punchlist.http.stream;

import dev.punchlist.PunchlistConfig;
import dev.punchlist.http.body.ClientGoneException;
import dev.punchlist.http.body.RequestHead;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.vertx.MultiHelper;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Reads the body of a request as it comes, no faster than it is worked on. */
@Singleton
public class RequestStreams {

    private final Duration patience;
    private final long slowest;

    RequestStreams(PunchlistConfig config) {
        this.patience = config.stream().idleTimeout();
        this.slowest = config.limits().minRate().asLongValue();
    }

    /** The body in pieces; fails with a 408 where the client pauses for too long, or is too slow all the time. */
    public Multi<Buffer> body(RoutingContext request) {
        Context loop = request.vertx().getOrCreateContext();
        return Multi.createFrom()
                .deferred(() -> pieces(request, loop))
                .onFailure(failure -> !(failure instanceof ProblemException))
                .transform(ClientGoneException::new);
    }

    /** The length of the body, or 0 where the head does not tell it. */
    public long announced(RoutingContext request) {
        return RequestHead.length(request.request()).orElse(0L);
    }

    /** A client that has left by now would never be heard of again. */
    private Multi<Buffer> pieces(RoutingContext request, Context loop) {
        return request.response().closed() || request.request().isEnded()
                ? Multi.createFrom().failure(new HttpClosedException("Connection was closed"))
                : MultiHelper.toMulti(
                        new PacedBody(request, loop, new Pace(slowest, patience), () -> tooSlow(slowest)));
    }

    /** The 408 for a body that comes more slowly than so many bytes a second. */
    public static ProblemException tooSlow(long slowest) {
        return ProblemException.of(
                ProblemType.REQUEST_TIMEOUT,
                "The body came too slowly: %s bytes a second are the least.".formatted(slowest));
    }
}
