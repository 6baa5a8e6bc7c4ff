package dev.punchlist.transfer.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a text into its lines, whatever ends them, and never holds more than the longest that is allowed. Blank
 * lines are counted, but not returned.
 */
public final class LineSplitter {

    /** The longest line, or record, that is read. */
    public static final int LONGEST = 1 << 20;

    private final LineEnds ends = new LineEnds();
    private final HeldBytes held = new HeldBytes();
    private long number = 1;
    private boolean blank = true;
    private boolean tooLong;

    /** The lines that end in this piece of the text. */
    public List<Line> split(byte[] piece) {
        List<Line> lines = new ArrayList<>();
        for (byte character : piece) {
            switch (ends.of(character)) {
                case NONE -> hold(character);
                case END -> take().ifPresent(lines::add);
                case SECOND_HALF -> {}
            }
        }
        return lines;
    }

    /** The last line, where the text does not end with a line end. */
    public Optional<Line> rest() {
        return take();
    }

    private void hold(byte character) {
        blank &= character == ' ' || character == '\t';
        tooLong |= held.size() == LONGEST;
        if (tooLong) {
            held.clear();
        } else {
            held.add(character);
        }
    }

    private Optional<Line> take() {
        Optional<Line> line = blank ? Optional.empty() : Optional.of(new Line(number, content()));
        held.clear();
        blank = true;
        tooLong = false;
        number = ends.line();
        return line;
    }

    private Optional<byte[]> content() {
        return tooLong ? Optional.empty() : Optional.of(held.copy(0, held.size()));
    }
}
