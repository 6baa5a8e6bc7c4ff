package dev.punchlist.http.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;

/** Requests over HTTP/2, each a stream. */
final class Http2Exchanges extends Exchanges {

    private final Http2Connection streams;

    Http2Exchanges(ClientConnection connection, Http2ConnectionHandler handler) {
        super(connection.backlog());
        this.streams = handler.connection();
        Http2Heads.look(handler.decoder());
        streams.remote().flowController(new FlowControl(streams.remote().flowController(), connection.backlog()));
        streams.addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamActive(Http2Stream stream) {
                connection.used();
            }

            @Override
            public void onStreamClosed(Http2Stream stream) {
                connection.used();
            }
        });
    }

    /**
     * What fails for a stream that its client has reset harms nobody. Vert.x writes answers without a promise, so that such a
     * failure would end the connection, and with it every other stream.
     */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        boolean ofOneStream = failure instanceof Http2Exception error && Http2Exception.isStreamError(error);
        if (!ofOneStream && !isAboutClosedStream(failure)) {
            context.fireExceptionCaught(failure);
        }
    }

    /** Netty has no type for a write to a stream that it has forgotten already. */
    private static boolean isAboutClosedStream(Throwable failure) {
        return (failure instanceof IllegalArgumentException || failure instanceof IllegalStateException)
                && String.valueOf(failure.getMessage()).startsWith("Stream no longer exists");
    }

    @Override
    boolean areUnderWay() {
        return streams.numActiveStreams() > 0;
    }

    /** Pings and settings come at any time. */
    @Override
    boolean beginWithAnyByte() {
        return false;
    }
}
