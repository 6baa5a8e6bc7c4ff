package dev.punchlist.transfer.record;

/** Tells where the lines of a text end: at a line feed, at a carriage return, or at both where the feed comes next. */
final class LineEnds {

    /** What a byte is to its line. */
    enum Sign {
        /** A part of it. */
        NONE,
        /** Its end. */
        END,
        /** The line feed that belongs to the carriage return before it, which was the end. */
        SECOND_HALF
    }

    private long line = 1;
    private boolean afterReturn;

    /** What the next byte of the text is. */
    Sign of(byte character) {
        boolean second = afterReturn && character == '\n';
        afterReturn = character == '\r';
        if (second) {
            return Sign.SECOND_HALF;
        }
        if (character != '\n' && character != '\r') {
            return Sign.NONE;
        }
        line++;
        return Sign.END;
    }

    /** The number of the line that the next byte stands in, from 1. */
    long line() {
        return line;
    }
}
