package dev.punchlist.http.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.netty.BossEventLoopGroup;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import org.jspecify.annotations.Nullable;

/** Where connections come in: every one that a listening socket accepts is taken in by {@link Connections} or refused. */
@ApplicationScoped
class Entrance {

    /** Before every other filter, and so before the first answer. */
    private static final int MEET = 1_000;

    /** Behind what drops a request that comes after the last of its connection. */
    private static final int END_UNSEEN = 440;

    /** Before the body is read, but where it is known that there is one. */
    private static final int ADMIT = 320;

    private static final String HEALTH = "/q/health";
    private static final String OPERATIONAL = "/q/";

    /** Who has not read so much is not told that there is no room, but ended. */
    private static final long REFUSALS_BYTES = 65_536;

    private final EventLoopGroup bosses;
    private final Connections connections;

    Entrance(@BossEventLoopGroup EventLoopGroup bosses, Connections connections) {
        this.bosses = bosses;
        this.connections = connections;
    }

    void guard(@ObservesAsync HttpServerStart started) {
        guard();
    }

    void guard(@ObservesAsync HttpsServerStart started) {
        guard();
    }

    void register(@Observes Filters filters) {
        filters.register(Entrance::meet, MEET);
        filters.register(Entrance::endUnseen, END_UNSEEN);
        filters.register(this::admit, ADMIT);
    }

    private void guard() {
        Doorkeeper doorkeeper = new Doorkeeper(connections);
        for (EventExecutor executor : bosses) {
            if (executor instanceof SingleThreadEventLoop loop) {
                loop.execute(() -> loop.registeredChannelsIterator().forEachRemaining(doorkeeper::stand));
            }
        }
    }

    private static void meet(RoutingContext context) {
        ClientConnection connection = connectionOf(context);
        if (connection != null) {
            connection.meet();
            if (connection.leaves()) {
                // Nobody waits for what was sent before the end.
                return;
            }
        }
        context.next();
    }

    /** What came in before the doorkeeper stood there has a head that nobody looked at: what follows it may be a part of it. */
    private static void endUnseen(RoutingContext context) {
        if (isUnseen(context)) {
            VertxConnections.endAfter(context.request());
            context.response().putHeader("Connection", "close");
        }
        context.next();
    }

    /** One that is closed has lost its pipeline. */
    private static boolean isUnseen(RoutingContext context) {
        return context.request().version() != HttpVersion.HTTP_2
                && context.request().connection() instanceof ConnectionBase base
                && base.channel().isActive()
                && base.channel().pipeline().get(ClientConnection.class) == null;
    }

    private void admit(RoutingContext context) {
        String path = context.normalizedPath();
        if (path.startsWith(HEALTH)) {
            context.next();
        } else if (connections.isFull() || !connections.begin(context, path.startsWith(OPERATIONAL))) {
            refuse(context);
        } else {
            context.next();
        }
    }

    private void refuse(RoutingContext context) {
        connections.ease();
        ClientConnection connection = connectionOf(context);
        if (connection != null && connection.unread() > REFUSALS_BYTES) {
            connection.cut(Cut.TOO_MUCH_UNREAD);
        } else {
            context.fail(HttpResponseStatus.SERVICE_UNAVAILABLE.code());
        }
    }

    private static @Nullable ClientConnection connectionOf(RoutingContext context) {
        return context.request().connection() instanceof ConnectionBase base
                ? base.channel().pipeline().get(ClientConnection.class)
                : null;
    }

    /** Stands in the pipeline of a listening socket, through which accepted connections pass. */
    @ChannelHandler.Sharable
    private static final class Doorkeeper extends ChannelInboundHandlerAdapter {

        private final Connections connections;

        Doorkeeper(Connections connections) {
            this.connections = connections;
        }

        void stand(Channel channel) {
            if (channel instanceof ServerChannel && channel.pipeline().get(Doorkeeper.class) == null) {
                channel.pipeline().addFirst(this);
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Channel accepted && !connections.admit(accepted)) {
                accepted.unsafe().closeForcibly();
                return;
            }
            context.fireChannelRead(message);
        }
    }
}
