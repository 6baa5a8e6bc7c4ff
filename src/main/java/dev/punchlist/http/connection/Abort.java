package dev.punchlist.http.connection;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/** The impolite end of a connection. A polite one would wait until the client has taken what was sent. */
public final class Abort {

    private Abort() {}

    /** Ends the connection of a request at once, or its stream where the connection has many. */
    public static void abort(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2 && request.connection() instanceof ConnectionBase connection) {
            close(connection.channel());
        } else {
            request.response().reset();
        }
    }

    /** From the head of the pipeline, for further back the protocol would say goodbye and wait for the answer. */
    static void close(Channel channel) {
        var unused = channel.pipeline().firstContext().close();
    }
}
