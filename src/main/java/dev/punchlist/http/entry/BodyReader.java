package dev.punchlist.http.entry;

import dev.punchlist.PunchlistConfig;
import dev.punchlist.http.body.BodyBytes;
import dev.punchlist.http.body.BodyRooms;
import dev.punchlist.http.body.ClientGoneException;
import dev.punchlist.http.body.IncomingBody;
import dev.punchlist.http.body.RequestHead;
import dev.punchlist.http.body.UnreadBody;
import dev.punchlist.http.connection.VertxConnections;
import dev.punchlist.http.error.ProblemWriter;
import dev.punchlist.http.problem.Problem;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import dev.punchlist.http.stream.Pace;
import dev.punchlist.http.stream.RequestStreams;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a request into memory: up to the limit, if there is room, and if it comes fast enough. To this reader a
 * body is bytes: the framework's would look into forms, too, and fail where they are broken.
 */
@Singleton
class BodyReader {

    /** Who sends nothing for so long is given up; a network that loses packets may need as much. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final int limit;
    private final Duration patience;
    private final long slowest;
    private final BodyRooms rooms;
    private final ProblemWriter problems;

    BodyReader(PunchlistConfig config, BodyRooms rooms, ProblemWriter problems) {
        this.limit = (int) config.limits().body().asLongValue();
        this.patience = config.limits().bodyTimeout();
        this.slowest = config.limits().minRate().asLongValue();
        this.rooms = rooms;
        this.problems = problems;
    }

    /**
     * Puts the bytes where {@link BodyBytes} finds them; null where there are none to wait for.
     *
     * @throws ProblemException 413 for a body that is announced as too large, 503 where there is no room for it
     */
    @Nullable
    Uni<Void> read(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!UnreadBody.isLeft(context)) {
            // Only now: the REST layer pauses a request, which cannot be done to one that was read to its end.
            if (!request.isEnded()) {
                request.resume();
            }
            return null;
        }
        long length = RequestHead.length(request).orElse(0L);
        if (length > limit) {
            throw tooLarge();
        }
        IncomingBody body = new IncomingBody(rooms.place(), length == 0 ? limit : (int) length);
        if (!body.expect(length)) {
            throw tooMany();
        }
        // Before the client has its answer, for it may send the next body at once; and where there is no answer.
        context.addHeadersEndHandler(answering -> body.leave());
        context.addEndHandler(answered -> body.leave());
        return Uni.createFrom().emitter(read -> new Reading(context, body, read).begin());
    }

    private ProblemException tooLarge() {
        return ProblemException.of(ProblemType.CONTENT_TOO_LARGE, "The body may have " + limit + " bytes at most.");
    }

    private ProblemException tooLate() {
        return ProblemException.of(
                ProblemType.REQUEST_TIMEOUT, "The body did not come within " + patience.toMillis() + " ms.");
    }

    private static ProblemException tooMany() {
        return ProblemException.of(ProblemType.OVERLOADED, "Too many bodies are being read.", Problem.retryAfter(1));
    }

    /** One body on its way in. */
    private final class Reading {

        private final RoutingContext context;
        private final IncomingBody body;
        private final UniEmitter<? super Void> read;
        private final Pace pace = new Pace(slowest, LONGEST_PAUSE);
        private final long begin = System.nanoTime();

        private long timer;
        private boolean over;

        Reading(RoutingContext context, IncomingBody body, UniEmitter<? super Void> read) {
            this.context = context;
            this.body = body;
            this.read = read;
        }

        void begin() {
            if (RequestHead.expectsContinue(context.request())) {
                context.response().writeContinue();
            }
            pace.start();
            lookAgain();
            context.request()
                    .handler(this::take)
                    .endHandler(end -> done())
                    .exceptionHandler(this::broken)
                    .resume();
        }

        private void lookAgain() {
            Duration left = patience.minusNanos(System.nanoTime() - begin);
            if (left.compareTo(Duration.ZERO) <= 0) {
                refuse(tooLate());
            } else if (pace.left().compareTo(Duration.ZERO) <= 0) {
                refuse(RequestStreams.tooSlow(slowest));
            } else {
                long soon = Math.min(left.toMillis(), pace.left().toMillis());
                timer = context.vertx().setTimer(Math.max(1, soon), due -> lookAgain());
            }
        }

        private void take(Buffer piece) {
            if (over) {
                return;
            }
            pace.sent(piece.length());
            if (body.isTooLargeWith(piece)) {
                refuse(tooLarge());
            } else if (!body.add(piece)) {
                refuse(tooMany());
            }
        }

        private void done() {
            if (settles()) {
                UnreadBody.markRead(context);
                BodyBytes.put(context, body.whole());
                read.complete(null);
            }
        }

        private void refuse(ProblemException problem) {
            if (settles()) {
                read.fail(problem);
            }
        }

        /** The client is gone; or what it sends is no HTTP, after which the HTTP layer hangs up as soon as this returns. */
        private void broken(Throwable failure) {
            if (!settles()) {
                return;
            }
            if (VertxConnections.isGone(failure)) {
                read.fail(new ClientGoneException(failure));
            } else {
                problems.write(
                        ProblemException.of(ProblemType.MALFORMED_REQUEST, "The body is no chunked coding."), context);
                VertxConnections.flush(context.request());
            }
        }

        /** Whether this decides what becomes of the request; whatever comes later does not. */
        private boolean settles() {
            boolean first = !over;
            over = true;
            context.vertx().cancelTimer(timer);
            return first;
        }
    }
}
