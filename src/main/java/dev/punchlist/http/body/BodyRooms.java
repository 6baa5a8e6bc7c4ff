package dev.punchlist.http.body;

import dev.punchlist.PunchlistConfig;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that the bodies of all requests may take together. There is a room for large bodies and one of the same size
 * for small ones, so that the large never keep the small out.
 */
@Singleton
public class BodyRooms {

    /** The largest body that counts as small; a task is a few hundred bytes. */
    static final int SMALL = 16 * 1024;

    /**
     * What a large body takes in memory, as a multiple of its bytes: the bytes (1), its text while it is decoded (2 for the
     * characters, 1 to 2 for the string), and what is made of it: the tree of a batch of ordinary tasks (3), which lives
     * until the answer.
     */
    private static final int LARGE_FACTOR = 8;

    /**
     * The same for a small one: the bytes, and the array that they outgrew. What is made of it comes later, and the gate
     * bounds how many small bodies are so far.
     */
    private static final int SMALL_FACTOR = 2;

    private static final long MOST = 32L << 20;
    private static final int SHARE_OF_THE_HEAP = 8;

    private final Room small;
    private final Room large;

    @Inject
    BodyRooms(PunchlistConfig config) {
        this(
                config.limits().bodies().map(MemorySize::asLongValue).orElse(byDefault()),
                config.limits().body().asLongValue());
    }

    /**
     * Rooms of this size.
     *
     * @param largest the largest body that is taken: one always finds room, or it could never be sent
     */
    BodyRooms(long size, long largest) {
        this.small = new Room(Math.max(size, (long) SMALL * SMALL_FACTOR), SMALL_FACTOR);
        this.large = new Room(Math.max(size, largest * LARGE_FACTOR), LARGE_FACTOR);
    }

    private static long byDefault() {
        return Math.min(MOST, Runtime.getRuntime().maxMemory() / SHARE_OF_THE_HEAP);
    }

    /** A place for one body, which takes no room yet. */
    public Place place() {
        return new Place();
    }

    /** What one body takes. */
    final class Place {

        private Room room = small;
        private long held;

        /** Holds room for a body of so many bytes, instead of what was held before; false where there is too little. */
        boolean hold(long bytes) {
            Room wanted = bytes <= SMALL ? small : large;
            long needed = bytes * wanted.factor;
            if (!wanted.take(wanted == room ? needed - held : needed)) {
                return false;
            }
            if (wanted != room) {
                room.giveBack(held);
            }
            room = wanted;
            held = needed;
            return true;
        }

        /** Gives back what is held. */
        void leave() {
            room.giveBack(held);
            held = 0;
        }
    }

    private static final class Room {

        private final long size;
        private final int factor;

        private final AtomicLong taken = new AtomicLong();

        Room(long size, int factor) {
            this.size = size;
            this.factor = factor;
        }

        boolean take(long bytes) {
            if (taken.addAndGet(bytes) <= size) {
                return true;
            }
            giveBack(bytes);
            return false;
        }

        void giveBack(long bytes) {
            taken.addAndGet(-bytes);
        }
    }
}
