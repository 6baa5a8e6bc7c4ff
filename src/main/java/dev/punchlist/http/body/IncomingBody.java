package dev.punchlist.http.body;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/**
 * The bytes of a body on its way in, and the room that they take. A large body whose length is known holds all of its room
 * from the beginning; any other takes it as it comes, so that who announces much and sends little takes little.
 */
public final class IncomingBody {

    private static final int FIRST = 1_024;

    private final BodyRooms.Place place;
    private final int largest;

    private byte[] bytes = new byte[0];
    private int length;

    /**
     * A body of which nothing has come yet.
     *
     * @param largest how long it can become at most
     */
    public IncomingBody(BodyRooms.Place place, int largest) {
        this.place = place;
        this.largest = largest;
    }

    /** Takes room for a body of the length that was told; false where there is none. */
    public boolean expect(long told) {
        return told <= BodyRooms.SMALL || growTo((int) told);
    }

    /** Whether this piece would make it longer than it can be. */
    public boolean isTooLargeWith(Buffer piece) {
        return length + (long) piece.length() > largest;
    }

    /** Adds what has come; false where there is no room for it. */
    public boolean add(Buffer piece) {
        int needed = length + piece.length();
        if (needed > bytes.length && !growTo(capacityFor(needed))) {
            return false;
        }
        piece.getBytes(bytes, length);
        length = needed;
        return true;
    }

    private int capacityFor(int needed) {
        long doubled = Math.max(FIRST, 2L * bytes.length);
        return (int) Math.max(needed, Math.min(largest, doubled));
    }

    private boolean growTo(int capacity) {
        if (!place.hold(capacity)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, capacity);
        return true;
    }

    /** All of it. */
    public byte[] whole() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    /** Gives its room back. */
    public void leave() {
        place.leave();
    }
}
