package dev.punchlist.database.capacity;

import java.time.Duration;

/**
 * When a request must have finished all its work in the database, including the wait for a connection and repetitions of the
 * work.
 *
 * @param limit how long that was in the beginning
 * @param usual whether it is the one that every connection has for its statements anyway
 * @param end the moment, as {@link System#nanoTime} tells it
 */
public record Deadline(Duration limit, boolean usual, long end) {

    private static final Duration SHORTEST = Duration.ofMillis(1);

    /** A deadline at this distance from now. */
    public static Deadline in(Duration limit, boolean usual) {
        return new Deadline(limit, usual, System.nanoTime() + limit.toNanos());
    }

    /** Whether nothing may be begun any more. */
    public boolean hasPassed() {
        return end - System.nanoTime() <= 0;
    }

    /** What is left of it, a millisecond at least. */
    public Duration left() {
        Duration left = Duration.ofNanos(end - System.nanoTime());
        return left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
    }
}
