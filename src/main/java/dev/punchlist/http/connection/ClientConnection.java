package dev.punchlist.http.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.net.impl.VertxHandler;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a client, from its acceptance to its end. It stands first in the pipeline, before it is known what is
 * spoken, and puts {@link Exchanges} into it as soon as that is known.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter {

    private static final long NOT_BEGUN = 0;

    private final Channel channel;
    private final Connections all;
    private final Backlog backlog;
    private final AtomicBoolean leaves = new AtomicBoolean();

    private volatile @Nullable Exchanges exchanges;
    private volatile long lastUse;
    private volatile long headBegun = NOT_BEGUN;
    private long lastProgress = -1;
    private long stalledSince;

    ClientConnection(Channel channel, Connections all) {
        this.channel = channel;
        this.all = all;
        this.backlog = all.backlogOf(this);
        this.lastUse = all.now();
    }

    Backlog backlog() {
        return backlog;
    }

    /** When it was opened, or its last request began or ended, in milliseconds. */
    long lastUse() {
        return lastUse;
    }

    /** How much waits for its client; nothing counts any more once it is closed. */
    long unread() {
        return backlog.waiting();
    }

    /** Whether it is being closed. */
    boolean leaves() {
        return leaves.get();
    }

    /** Whether no request is under way and no answer waits; a request whose head has not come as a whole is none yet. */
    boolean rests() {
        Exchanges known = exchanges;
        return unread() == 0 && (known == null || !known.areUnderWay());
    }

    /** What reads requests of HTTP/1. */
    ChannelHandler decoder() {
        return new ChunkedBodies(all.decoderOptions());
    }

    /** A request began or ended. */
    void used() {
        lastUse = all.now();
        headBegun = NOT_BEGUN;
    }

    /** A request is handled: it is known what is spoken. */
    void meet() {
        learn(1);
        used();
    }

    /** Ends the connection at once. What waits is not sent: that would take as long as the client likes. */
    void cut(Cut reason) {
        if (leaves.compareAndSet(false, true)) {
            all.cuts().note(reason, channel.remoteAddress());
            inLoop(() -> {
                backlog.forget();
                Abort.close(channel);
            });
        }
    }

    /** Does it on the event loop of the connection, after what was asked for before. */
    void inLoop(Runnable work) {
        if (channel.eventLoop().inEventLoop()) {
            work.run();
        } else {
            channel.eventLoop().execute(work);
        }
    }

    /** Ends it where its client takes longer than it may. */
    void check(long now) {
        long begun = headBegun;
        if (begun != NOT_BEGUN && now - begun > all.bounds().head().toMillis()) {
            cut(Cut.SLOW_HEAD);
        } else if (unread() > 0) {
            inLoop(() -> checkProgress(now));
        }
    }

    private void checkProgress(long now) {
        long progress = backlog.progress(channel);
        if (progress != lastProgress) {
            lastProgress = progress;
            stalledSince = now;
        } else if (unread() > 0 && now - stalledSince > all.bounds().stall().toMillis()) {
            cut(Cut.NOTHING_TAKEN);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel.pipeline().addLast(new FirstBytes(this));
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (headBegun == NOT_BEGUN && mayBegin(exchanges)) {
            headBegun = all.now();
        }
        context.fireChannelRead(message);
    }

    private static boolean mayBegin(@Nullable Exchanges known) {
        return known == null || (known.beginWithAnyByte() && !known.areUnderWay());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        learn(0);
        if (exchanges == null && !channel.isWritable()) {
            // Answers of the HTTP layer itself, to requests that are none.
            cut(Cut.TOO_MUCH_UNREAD);
        }
        context.fireChannelReadComplete();
    }

    /** Finds out what is spoken, if that is known by now, while so many requests are under way. */
    void learn(int underWay) {
        if (exchanges != null) {
            return;
        }
        Http2ConnectionHandler http2 = channel.pipeline().get(Http2ConnectionHandler.class);
        if (http2 != null) {
            add(new Http2Exchanges(this, http2));
        } else if (channel.pipeline().get(VertxHandler.class) != null) {
            add(new Http1Exchanges(this, underWay));
        }
    }

    private void add(Exchanges added) {
        exchanges = added;
        headBegun = NOT_BEGUN;
        added.addTo(channel.pipeline());
    }

    /** An upgrade to HTTP/2 clears the pipeline. */
    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (channel.isActive()) {
            channel.pipeline().addFirst(this);
        }
    }

    /** So that it can be added again. */
    @Override
    public boolean isSharable() {
        return true;
    }
}
