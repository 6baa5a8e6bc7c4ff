package dev.punchlist.transfer.record;

import java.util.Arrays;

/** Bytes of a record that is not whole yet. */
final class HeldBytes {

    private static final int USUAL = 1 << 10;

    private byte[] bytes = new byte[USUAL];
    private int size;

    void add(byte next) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * size);
        }
        bytes[size++] = next;
    }

    int size() {
        return size;
    }

    byte[] copy(int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    /** Forgets what comes after this place. */
    void cut(int length) {
        size = length;
    }

    /** Forgets all; gives back what an unusual record took. */
    void clear() {
        size = 0;
        if (bytes.length > USUAL) {
            bytes = new byte[USUAL];
        }
    }
}
