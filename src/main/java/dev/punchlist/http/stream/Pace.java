package dev.punchlist.http.stream;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long a client may still keep us waiting. At the beginning that is the longest pause that it may make; waiting for it
 * uses the time up, and each byte that it sends buys some back, at the lowest rate that is taken. So a client may pause,
 * and it may be slow, but not slower than that rate for longer than one pause. What it sent long ago buys nothing: the
 * time never gets longer than the longest pause. Belongs to one event loop.
 */
public final class Pace {

    private final double nanosPerByte;
    private final long longestPause;
    private final LongSupplier nanoTime;

    private long left;
    private boolean waiting;
    private long since;

    /** At least so many bytes a second as a whole, and no pause longer than this. */
    public Pace(long bytesPerSecond, Duration longestPause) {
        this(bytesPerSecond, longestPause, System::nanoTime);
    }

    /** The same by another clock, in nanoseconds. */
    public Pace(long bytesPerSecond, Duration longestPause, LongSupplier nanoTime) {
        this.nanosPerByte = (double) Duration.ofSeconds(1).toNanos() / bytesPerSecond;
        this.longestPause = longestPause.toNanos();
        this.nanoTime = nanoTime;
        this.left = this.longestPause;
    }

    /** From now on it is the client who is waited for. */
    public void start() {
        count();
        waiting = true;
    }

    /** From now on the client waits for us, which is not held against it. */
    void stop() {
        count();
        waiting = false;
    }

    /** So many bytes have come. */
    public void sent(int bytes) {
        count();
        left = Math.min(longestPause, left + (long) (bytes * nanosPerByte));
    }

    /** What is left, as of now; zero or less once the client is too slow. */
    public Duration left() {
        count();
        return Duration.ofNanos(left);
    }

    private void count() {
        long now = nanoTime.getAsLong();
        if (waiting) {
            left -= now - since;
        }
        since = now;
    }
}
