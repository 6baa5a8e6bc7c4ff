package dev.punchlist.transfer;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a stream of bytes into lines, and never holds more than the longest line that is allowed. Where quotes count, as in
 * CSV, a line end within them belongs to the line.
 */
final class LineSplitter {

    /** The longest line that is read. */
    static final int LONGEST_LINE = 1 << 20;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final boolean quotesCount;

    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private boolean tooLong;
    private Place place = Place.CELL_START;
    private long lineEnds;
    private long firstLine = 1;

    LineSplitter(boolean quotesCount) {
        this.quotesCount = quotesCount;
    }

    /** The lines that end in this piece of the stream. */
    List<Line> split(Buffer piece) {
        byte[] bytes = piece.getBytes();
        List<Line> lines = new ArrayList<>();
        int begin = 0;
        for (int index = 0; index < bytes.length; index++) {
            if (endsLine(bytes[index], held.size() + index - begin)) {
                hold(bytes, begin, index);
                lines.add(take());
                begin = index + 1;
            }
        }
        hold(bytes, begin, bytes.length);
        return lines;
    }

    /** The last line, where the stream did not end with a line end. */
    Optional<Line> rest() {
        return held.size() == 0 && !tooLong ? Optional.empty() : Optional.of(take());
    }

    private boolean endsLine(byte character, int length) {
        boolean lineEnd = character == '\n';
        lineEnds += lineEnd ? 1 : 0;
        // A quote that nobody closed must not swallow the rest of the stream.
        if (lineEnd && (place != Place.QUOTED || tooLong || length > LONGEST_LINE)) {
            return true;
        }
        if (quotesCount) {
            place = place.after(character);
        }
        return false;
    }

    private void hold(byte[] bytes, int begin, int end) {
        if (held.size() + end - begin > LONGEST_LINE) {
            tooLong = true;
            held.reset();
        }
        if (!tooLong) {
            held.write(bytes, begin, end - begin);
        }
    }

    private Line take() {
        Line line = new Line(firstLine, tooLong ? Optional.empty() : Optional.of(content()));
        held.reset();
        tooLong = false;
        place = Place.CELL_START;
        firstLine = lineEnds + 1;
        return line;
    }

    private byte[] content() {
        byte[] bytes = held.toByteArray();
        return firstLine == 1 && Arrays.equals(Arrays.copyOf(bytes, BYTE_ORDER_MARK.length), BYTE_ORDER_MARK)
                ? Arrays.copyOfRange(bytes, BYTE_ORDER_MARK.length, bytes.length)
                : bytes;
    }

    /** Where in a record of CSV (RFC 4180 section 2) the stream is. */
    private enum Place {
        CELL_START,
        UNQUOTED,
        QUOTED,
        /** Behind a quote that ends the cell, unless another follows. */
        QUOTE_IN_QUOTED;

        Place after(byte character) {
            return switch (this) {
                case CELL_START -> character == '"' ? QUOTED : unquoted(character);
                case UNQUOTED -> unquoted(character);
                case QUOTED -> character == '"' ? QUOTE_IN_QUOTED : QUOTED;
                case QUOTE_IN_QUOTED -> character == '"' ? QUOTED : unquoted(character);
            };
        }

        private Place unquoted(byte character) {
            boolean marksByteOrder = this == CELL_START && (character & 0x80) != 0;
            return character == ',' || marksByteOrder ? CELL_START : UNQUOTED;
        }
    }
}
