package dev.punchlist.transfer;

import java.util.Optional;

/**
 * One line of an import, or one record where records may span lines.
 *
 * @param number of its first line, from 1
 * @param content what it holds; empty where that was too long to be held
 */
record Line(long number, Optional<byte[]> content) {

    /** A line of nothing but space says nothing. */
    boolean isBlank() {
        return content.isPresent() && isBlank(content.get());
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte character : bytes) {
            if (character != ' ' && character != '\t' && character != '\r') {
                return false;
            }
        }
        return true;
    }
}
