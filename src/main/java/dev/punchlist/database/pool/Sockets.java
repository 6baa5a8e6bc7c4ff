package dev.punchlist.database.pool;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.netty.MainEventLoopGroup;
import jakarta.inject.Singleton;

/**
 * The sockets under the connections of all pools, those that are still being opened included. A connection closes by
 * asking the server, after the answer to what it asked before; a server that does not answer leaves no other way than to
 * close the socket.
 */
@Singleton
class Sockets {

    private final EventLoopGroup loops;

    Sockets(@MainEventLoopGroup EventLoopGroup loops) {
        this.loops = loops;
    }

    /** Closes them all, whatever their connections are doing. */
    void cut() {
        for (EventExecutor executor : loops) {
            if (executor instanceof SingleThreadEventLoop loop) {
                loop.execute(() -> loop.registeredChannelsIterator().forEachRemaining(Sockets::closeOutgoing));
            }
        }
    }

    /**
     * What this process has opened leads to the database; what a client has opened has the listening socket as its parent.
     */
    private static void closeOutgoing(Channel channel) {
        if (channel instanceof SocketChannel && channel.parent() == null) {
            close(channel);
        }
    }

    /**
     * Closes one from the head of its pipeline, because further back the protocol would send a farewell and wait for the
     * answer.
     */
    static void close(Channel channel) {
        ChannelHandlerContext first = channel.pipeline().firstContext();
        if (first != null) {
            var unused = first.close();
        }
    }
}
