package dev.punchlist.http.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * The bytes that wait for the client of one connection: first held back by its flow control, under HTTP/2, then in the
 * channel until the operating system takes them. Everything but {@link #waiting} belongs to the event loop of the connection.
 */
final class Backlog {

    private final AtomicLong all;
    private final LongConsumer grown;
    private final AtomicLong waiting = new AtomicLong();

    private long held;
    private long released;
    private long taken;
    private boolean forgotten;

    /**
     * A connection for which nothing waits.
     *
     * @param all the bytes that wait for all connections
     * @param grown is told, after each piece, how many bytes had waited before it
     */
    Backlog(AtomicLong all, LongConsumer grown) {
        this.all = all;
        this.grown = grown;
    }

    long waiting() {
        return waiting.get();
    }

    /** So many bytes wait for the client to open its window. */
    void hold(long bytes) {
        held += bytes;
        add(bytes);
    }

    /** So many are in the channel now, or will never be sent. */
    void release(long bytes) {
        held -= bytes;
        released += bytes;
        remove(bytes);
    }

    /** So many bytes were given to the channel. */
    void send(long bytes) {
        add(bytes);
    }

    /** So many have left, or will never leave. */
    void take(long bytes) {
        taken += bytes;
        remove(bytes);
    }

    /**
     * A number that changes whenever the client takes something. Where it holds data back, what goes over the channel beside
     * it is no progress.
     */
    long progress(Channel channel) {
        if (held > 0) {
            return released;
        }
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? taken : taken + buffer.currentProgress();
    }

    /** The connection is being closed: what waits for it counts no more. */
    void forget() {
        if (!forgotten) {
            forgotten = true;
            all.addAndGet(-waiting.getAndSet(0));
        }
    }

    private void add(long bytes) {
        if (!forgotten) {
            long before = waiting.getAndAdd(bytes);
            all.addAndGet(bytes);
            grown.accept(before);
        }
    }

    private void remove(long bytes) {
        if (!forgotten) {
            waiting.addAndGet(-bytes);
            all.addAndGet(-bytes);
        }
    }
}
