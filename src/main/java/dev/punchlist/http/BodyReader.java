package dev.punchlist.http;

import dev.punchlist.PunchlistConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a request into memory, up to the limit and within the time that a client gets for it, then lets the
 * request go on. To this reader a body is bytes: the framework's would look into forms, too, and fail where they are
 * broken.
 */
@Singleton
class BodyReader {

    private final long limit;
    private final Duration patience;
    private final long room;
    private final AtomicLong held = new AtomicLong();

    BodyReader(PunchlistConfig config) {
        this.limit = config.limits().body().asLongValue();
        this.patience = config.limits().bodyTimeout();
        this.room = config.limits().bodies().asLongValue();
    }

    void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!UnreadBody.isLeft(context)) {
            request.resume();
            context.next();
            return;
        }
        if (declaresMoreThan(limit, request.getHeader("Content-Length"))) {
            context.fail(tooLarge());
            return;
        }
        new Reading(context).begin();
    }

    private static boolean declaresMoreThan(long limit, @Nullable String length) {
        // The HTTP layer has refused what is no number; one of 19 digits or more is too large in any case.
        return length != null && (length.length() > 18 || Long.parseLong(length) > limit);
    }

    private ProblemException tooLarge() {
        return ProblemException.of(ProblemType.CONTENT_TOO_LARGE, "The body may have " + limit + " bytes at most.");
    }

    private ProblemException tooSlow() {
        return ProblemException.of(
                ProblemType.REQUEST_TIMEOUT, "The body did not come within " + patience.toMillis() + " ms.");
    }

    private static ProblemException tooMany() {
        return ProblemException.of(ProblemType.OVERLOADED, "Too many bodies are being read.", Problem.retryAfter(1));
    }

    /** One body on its way in. */
    private final class Reading {

        private final RoutingContext context;
        private final Buffer body = Buffer.buffer();

        private long timer;
        private boolean over;

        Reading(RoutingContext context) {
            this.context = context;
        }

        void begin() {
            context.addEndHandler(answered -> held.addAndGet(-body.length()));
            timer = context.vertx().setTimer(patience.toMillis(), due -> refuse(tooSlow()));
            context.request()
                    .handler(this::take)
                    .endHandler(end -> goOn())
                    // Gone, or broken in a way after which the HTTP layer hangs up: nobody can be answered.
                    .exceptionHandler(broken -> settles())
                    .resume();
        }

        private void take(Buffer piece) {
            if (over) {
                return;
            }
            if (body.length() + piece.length() > limit) {
                refuse(tooLarge());
                return;
            }
            body.appendBuffer(piece);
            if (held.addAndGet(piece.length()) > room) {
                refuse(tooMany());
            }
        }

        private void goOn() {
            if (settles()) {
                UnreadBody.read(context);
                ((RoutingContextInternal) context).setBody(body);
                context.next();
            }
        }

        private void refuse(ProblemException problem) {
            if (settles()) {
                context.fail(problem);
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
