package dev.punchlist.http.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests over HTTP/1.1, which are answered one after the other. A client may send some ahead (RFC 9112 section 9.3.2);
 * each that waits takes a hundred times what its bytes do, and nothing else bounds their number.
 */
final class Http1Exchanges extends Exchanges {

    private static final int MOST_AHEAD = 100;

    private final ClientConnection connection;

    private final AtomicInteger underWay;

    /** Where so many requests have come already. */
    Http1Exchanges(ClientConnection connection, int underWay) {
        super(connection.backlog());
        this.connection = connection;
        this.underWay = new AtomicInteger(underWay);
    }

    @Override
    boolean areUnderWay() {
        return underWay.get() > 0;
    }

    @Override
    boolean beginWithAnyByte() {
        return true;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            connection.used();
            if (underWay.incrementAndGet() > MOST_AHEAD) {
                ReferenceCountUtil.release(message);
                connection.cut(Cut.TOO_MANY_AHEAD);
                return;
            }
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof LastHttpContent && !isInterim(message)) {
            underWay.updateAndGet(requests -> Math.max(0, requests - 1));
            connection.used();
        }
        super.write(context, message, promise);
    }

    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }
}
