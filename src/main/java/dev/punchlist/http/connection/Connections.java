package dev.punchlist.http.connection;

import dev.punchlist.PunchlistConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * All connections of clients. Their number is bounded so that a health check always finds room: the one that rests longest
 * leaves for a new one. So is what waits for them: the one for which most waits leaves where too much waits for all.
 */
@Singleton
class Connections {

    /** How many may be on their way out while others come in. */
    private static final int LEAVING = 48;

    /** How many requests to the framework's own routes may be under way; the gate bounds the others. */
    private static final int MOST_OPERATIONAL = 20;

    private final Bounds bounds;
    private final Cuts cuts;
    private final Clock clock;
    private final DecoderOptions decoderOptions;

    private final Set<ClientConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger operational = new AtomicInteger();
    private final AtomicLong unread = new AtomicLong();
    private final AtomicBoolean easing = new AtomicBoolean();

    Connections(PunchlistConfig config, MeterRegistry metrics, Clock clock, DecoderOptions decoderOptions) {
        this.bounds = Bounds.of(config, OpenFiles.limit(), Runtime.getRuntime().maxMemory());
        this.cuts = new Cuts(metrics, clock);
        this.clock = clock;
        this.decoderOptions = decoderOptions;
        Gauge.builder("punchlist.http.connections.open", open, Set::size)
                .description("Connections of clients")
                .register(metrics);
        Gauge.builder("punchlist.http.connections.max", bounds, Bounds::connections)
                .description("Connections of clients that there may be")
                .register(metrics);
        Gauge.builder("punchlist.http.unread", unread, AtomicLong::get)
                .description("What waits to be read by clients")
                .baseUnit("bytes")
                .register(metrics);
    }

    Bounds bounds() {
        return bounds;
    }

    Cuts cuts() {
        return cuts;
    }

    HttpServerOptions decoderOptions() {
        return decoderOptions.get();
    }

    long now() {
        return clock.millis();
    }

    /** Takes in a connection that was accepted, if there is room or room can be made. */
    boolean admit(Channel channel) {
        if (open.size() >= bounds.connections() && !makesRoom()) {
            cuts.note(Cut.NO_ROOM, channel.remoteAddress());
            return false;
        }
        ClientConnection connection = new ClientConnection(channel, this);
        open.add(connection);
        channel.closeFuture().addListener(closed -> {
            open.remove(connection);
            connection.backlog().forget();
        });
        channel.pipeline().addFirst(connection);
        return true;
    }

    private boolean makesRoom() {
        Optional<ClientConnection> resting =
                staying().filter(ClientConnection::rests).min(Comparator.comparingLong(ClientConnection::lastUse));
        resting.ifPresent(connection -> connection.cut(Cut.MADE_ROOM));
        return resting.isPresent() && open.size() < bounds.connections() + LEAVING;
    }

    Backlog backlogOf(ClientConnection connection) {
        return new Backlog(unread, before -> grown(connection, before));
    }

    private void grown(ClientConnection connection, long before) {
        if (before > bounds.unread()) {
            connection.cut(Cut.TOO_MUCH_UNREAD);
        } else if (unread.get() > bounds.unreadInAll()) {
            ease();
        }
    }

    /** Whether nothing more may be begun for anybody. */
    boolean isFull() {
        return unread.get() > bounds.unreadInAll() || requests.get() >= bounds.requests();
    }

    /**
     * Counts a request until its answer is among what waits: a route of the framework makes it on a thread of its own, and it
     * is written later by the event loop.
     *
     * @return whether it may go on
     */
    boolean begin(RoutingContext request, boolean isOperational) {
        if (isOperational && operational.incrementAndGet() > MOST_OPERATIONAL) {
            operational.decrementAndGet();
            return false;
        }
        requests.incrementAndGet();
        Context loop = request.vertx().getOrCreateContext();
        request.addEndHandler(ended -> loop.runOnContext(written -> {
            requests.decrementAndGet();
            if (isOperational) {
                operational.decrementAndGet();
            }
        }));
        return true;
    }

    /** Lets those go for whom most waits, until there is room again. */
    void ease() {
        if (!easing.compareAndSet(false, true)) {
            return;
        }
        long excess = unread.get() - bounds.unreadInAll() * 3 / 4 - unreadOfLeaving();
        if (excess > 0) {
            List<ClientConnection> worst = staying()
                    .sorted(Comparator.comparingLong(ClientConnection::unread).reversed())
                    .toList();
            for (ClientConnection connection : worst) {
                if (excess <= 0) {
                    break;
                }
                excess -= connection.unread();
                connection.cut(Cut.TOO_MUCH_UNREAD);
            }
        }
        easing.set(false);
    }

    private long unreadOfLeaving() {
        return open.stream()
                .filter(ClientConnection::leaves)
                .mapToLong(ClientConnection::unread)
                .sum();
    }

    private Stream<ClientConnection> staying() {
        return open.stream().filter(connection -> !connection.leaves());
    }

    /** Ends those whose clients take longer than they may. */
    @Scheduled(identity = "look at the connections", every = "1s")
    @NonBlocking
    void check() {
        long now = now();
        open.forEach(connection -> connection.check(now));
    }
}
