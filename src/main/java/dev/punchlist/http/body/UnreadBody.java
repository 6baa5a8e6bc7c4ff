package dev.punchlist.http.body;

import dev.punchlist.http.connection.VertxConnections;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/**
 * Ends the connection of a request that was answered before all of its body had come, for what is left of the body would be
 * taken for the next request; under HTTP/2 it ends the stream. The client gets a moment to read its answer, which a hard close could destroy on its way
 * (RFC 9112 section 9.6).
 */
public final class UnreadBody {

    private static final String EXPECTED = UnreadBody.class.getName();
    private static final long MOMENT_MILLIS = 2_000;

    /** A client that goes on sending gets so many moments: until then it has not looked for the answer. */
    private static final int MOMENTS = 5;

    private UnreadBody() {}

    /** Remembers that a body is to come, if one is. */
    public static void expect(RoutingContext context) {
        if (RequestHead.announcesBody(context.request())) {
            context.put(EXPECTED, true);
            context.addEndHandler(answered -> {
                if (answered.succeeded() && isLeft(context)) {
                    new Rest(context).close();
                }
            });
        }
    }

    /** All of it has been read. */
    public static void markRead(RoutingContext context) {
        context.remove(EXPECTED);
    }

    /** Whether a part of the body is still to come. */
    public static boolean isLeft(RoutingContext context) {
        return context.get(EXPECTED) != null && !context.request().isEnded();
    }

    /** Whether an answer now is the last of its connection, which HTTP/2 has no header for. */
    public static boolean endsConnection(RoutingContext context) {
        return context.request().version() != HttpVersion.HTTP_2 && isLeft(context);
    }

    /**
     * The rest of a body that nobody reads. It is taken and dropped meanwhile: under HTTP/1.1 what was not taken would
     * destroy the answer on its way, and under HTTP/2 it would hold back the other streams of the connection.
     */
    private static final class Rest {

        private final RoutingContext context;
        private final HttpServerRequest request;

        private boolean sending;
        private int moments;
        private long timer;

        Rest(RoutingContext context) {
            this.context = context;
            this.request = context.request();
        }

        void close() {
            VertxConnections.endAfter(request);
            request.exceptionHandler(gone -> context.vertx().cancelTimer(timer))
                    .handler(unread -> sending = true)
                    .endHandler(end -> ended())
                    .resume();
            waitAMoment();
        }

        private void ended() {
            context.vertx().cancelTimer(timer);
            if (request.version() != HttpVersion.HTTP_2) {
                request.connection().close();
            }
        }

        private void waitAMoment() {
            sending = false;
            moments++;
            timer = context.vertx().setTimer(MOMENT_MILLIS, due -> {
                if (sending && moments < MOMENTS) {
                    waitAMoment();
                } else {
                    stop();
                }
            });
        }

        private void stop() {
            if (request.version() == HttpVersion.HTTP_2) {
                // Others share the connection; NO_ERROR asks the client to stop sending (RFC 9113 section 8.1).
                request.response().reset(0);
            } else {
                request.connection().close();
            }
        }
    }
}
