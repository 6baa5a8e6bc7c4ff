package dev.punchlist.http.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;

/**
 * Stands behind whatever finds out what is spoken, and is reached by the first bytes when that is known, but before anything
 * is made of them: the moment to put in what looks at heads and chunks.
 */
final class FirstBytes extends ChannelInboundHandlerAdapter {

    /** The decoder of HTTP/1, whose messages are looked at. */
    private static final String DECODER = "httpDecoder";

    private final ClientConnection connection;

    FirstBytes(ClientConnection connection) {
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ChannelPipeline pipeline = context.pipeline();
        connection.learn(0);
        if (pipeline.get(DECODER) != null) {
            pipeline.replace(DECODER, DECODER, connection.decoder());
            pipeline.addAfter(DECODER, null, new Http1Heads());
        }
        pipeline.remove(this);
        context.fireChannelRead(message);
    }
}
