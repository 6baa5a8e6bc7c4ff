package dev.punchlist.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/**
 * Ends the connection of a request that was answered before all of its body had come: what is left of the body would be
 * taken for the next request. The client gets a moment to read its answer, which a hard close could destroy on its way
 * (RFC 9112 section 9.6).
 */
final class UnreadBody {

    private static final String EXPECTED = UnreadBody.class.getName();
    private static final long MOMENT_MILLIS = 1_000;

    private UnreadBody() {}

    /** Remembers that a body is to come, if one is. */
    static void expect(RoutingContext context) {
        if (mayComeWith(context.request())) {
            context.put(EXPECTED, true);
            context.addEndHandler(answered -> {
                if (answered.succeeded() && isLeft(context)) {
                    close(context);
                }
            });
        }
        context.next();
    }

    private static boolean mayComeWith(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2
                ? !request.isEnded()
                : request.headers().contains("Content-Length")
                        || request.headers().contains("Transfer-Encoding");
    }

    /** All of it has been read. */
    static void read(RoutingContext context) {
        context.remove(EXPECTED);
    }

    /** Whether a part of the body is still to come. */
    static boolean isLeft(RoutingContext context) {
        return context.get(EXPECTED) != null && !context.request().isEnded();
    }

    private static void close(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.version() == HttpVersion.HTTP_2) {
            // Others share the connection; NO_ERROR asks the client to stop sending (RFC 9113 section 8.1).
            request.response().reset(0);
            return;
        }
        request.exceptionHandler(gone -> {})
                .handler(unread -> {})
                .endHandler(end -> request.connection().close())
                .resume();
        context.vertx().setTimer(MOMENT_MILLIS, due -> request.connection().close());
    }
}
