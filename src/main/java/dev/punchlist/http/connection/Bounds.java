package dev.punchlist.http.connection;

import dev.punchlist.PunchlistConfig;
import java.time.Duration;

/**
 * What connections may hold.
 *
 * @param connections how many there may be
 * @param requests how many requests may be under way on all of them
 * @param unread bytes that may wait for one client before another answer is given to it
 * @param unreadInAll bytes that may wait for all clients, taken together
 * @param head how long the head of a request may take
 * @param stall how long a client may take nothing of what waits for it
 */
record Bounds(int connections, int requests, long unread, long unreadInAll, Duration head, Duration stall) {

    private static final int MOST_CONNECTIONS = 10_000;
    private static final int LEAST_CONNECTIONS = 16;
    /** What the process holds open beside: its jars, the log, the event loops, and connections on their way out. */
    private static final int OTHER_FILES = 112;

    /** About twice what a connection at rest takes. */
    private static final long HEAP_PER_CONNECTION = 32_768;

    /** About twice what a request takes that waits for its body. */
    private static final long HEAP_PER_REQUEST = 16_384;

    private static final int CONNECTION_PART = 16;
    private static final int ALL_PART = 8;

    static Bounds of(PunchlistConfig config, long openFiles, long heap) {
        return new Bounds(
                config.http().maxConnections().orElseGet(() -> connections(config, openFiles, heap)),
                (int) Math.min(heap / HEAP_PER_REQUEST, Integer.MAX_VALUE),
                heap / CONNECTION_PART,
                heap / ALL_PART,
                config.limits().bodyTimeout(),
                config.stream().idleTimeout());
    }

    private static int connections(PunchlistConfig config, long openFiles, long heap) {
        long sockets = openFiles
                - OTHER_FILES
                - config.pool().maxSize()
                - config.backgroundPool().maxSize();
        long most = Math.min(Math.min(sockets, heap / HEAP_PER_CONNECTION), MOST_CONNECTIONS);
        return (int) Math.max(most, LEAST_CONNECTIONS);
    }
}
