package dev.punchlist.http.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.timeout.IdleStateEvent;

/** The requests and answers of one connection, seen next to the handler that makes them: whether any is under way, and what waits. */
abstract sealed class Exchanges extends ChannelDuplexHandler permits Http1Exchanges, Http2Exchanges {

    /** About what the head of an answer takes. */
    private static final long HEAD_BYTES = 512;

    private final Backlog backlog;

    Exchanges(Backlog backlog) {
        this.backlog = backlog;
    }

    /** Whether a request has come whose answer has not been written as a whole. */
    abstract boolean areUnderWay();

    /** Whether a client that begins a request says so by the first byte it sends. */
    abstract boolean beginWithAnyByte();

    /** Before the last, which is the one that makes requests of messages. */
    void addTo(ChannelPipeline pipeline) {
        pipeline.addBefore(pipeline.lastContext().name(), null, this);
    }

    /** An upgrade to HTTP/2 clears the pipeline. */
    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (context.channel().isActive()) {
            addTo(context.pipeline());
        }
    }

    /** So that it can be added again. */
    @Override
    public boolean isSharable() {
        return true;
    }

    /**
     * A connection is idle while nothing is asked. That nothing goes over it while something is, as at the end of a long
     * import, is a matter of deadlines, and of who does not send or take.
     */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof IdleStateEvent) || !areUnderWay()) {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // The promise is the caller's.
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        long bytes = size(message);
        if (bytes == 0) {
            context.write(message, promise);
            return;
        }
        backlog.send(bytes);
        context.write(message, promise.unvoid().addListener(sent -> backlog.take(bytes)));
    }

    private static long size(Object message) {
        long head = message instanceof HttpMessage ? HEAD_BYTES : 0;
        if (message instanceof ByteBuf bytes) {
            return bytes.readableBytes();
        }
        if (message instanceof ByteBufHolder holder) {
            return head + holder.content().readableBytes();
        }
        return message instanceof FileRegion file ? file.count() : head;
    }
}
