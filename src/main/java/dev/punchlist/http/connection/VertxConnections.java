package dev.punchlist.http.connection;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;

/**
 * What the public interface of Vert.x does not tell or do about the connection of a request. Written for Vert.x 4.5.27.
 * Where a later version has another connection class, these casts fail with the first test that ends a connection.
 */
public final class VertxConnections {

    private static final AttributeKey<Boolean> ENDS = AttributeKey.valueOf(VertxConnections.class, "ends");

    private VertxConnections() {}

    /** Remembers that the connection ends with this request: what comes behind it may be a part of it. */
    public static void endAfter(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2) {
            channelOf(request).attr(ENDS).set(true);
        }
    }

    /** Whether this request comes behind the last one of its connection. */
    public static boolean isBehindTheLast(HttpServerRequest request) {
        return channelOf(request).hasAttr(ENDS);
    }

    /** Sends what was written; the HTTP layer does so only when it has worked on all that it has read. */
    public static void flush(HttpServerRequest request) {
        channelOf(request).flush();
    }

    /** Whether a body broke off because its client, or its stream, is gone; else what came was no HTTP. */
    public static boolean isGone(Throwable failure) {
        return failure instanceof HttpClosedException
                || failure instanceof StreamResetException
                || failure instanceof IOException;
    }

    private static Channel channelOf(HttpServerRequest request) {
        return ((ConnectionBase) request.connection()).channel();
    }
}
