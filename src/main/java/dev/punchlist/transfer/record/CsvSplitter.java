package dev.punchlist.transfer.record;

import dev.punchlist.transfer.record.CsvRecord.Flaw;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts CSV (RFC 4180) into records and these into cells, byte by byte in one go, so that nothing can be lost in between. A line
 * feed, a carriage return, or both in a row end a record, unless they stand within quotes, where they are text. A quote within
 * a cell that did not begin with one is text. A record is never longer than is allowed: beyond that it is over at the end of
 * the line, whatever the quotes say, so that a quote that nobody closed does not swallow the rest.
 */
public final class CsvSplitter {

    /** The cells of a record that are held. */
    public static final int MOST_CELLS = 100;

    private final int longest;
    private final Consumer<CsvRecord> records;
    private final LineEnds ends = new LineEnds();
    private final HeldBytes text = new HeldBytes();

    private String delimiters;
    private Place place = Place.CELL_START;
    private long line = 1;
    private int bytes;
    private List<CsvCell> cells = new ArrayList<>();
    private int count;
    private int width;
    private boolean anything;
    private boolean quoted;
    private boolean blank = true;
    private String found = "";
    private @Nullable Flaw flaw;

    /**
     * A splitter that tells of each record as soon as it is over, takes any of these characters for a delimiter, and no record
     * of more than so many bytes.
     */
    public CsvSplitter(String delimiters, int longest, Consumer<CsvRecord> records) {
        this.delimiters = delimiters;
        this.longest = longest;
        this.records = records;
    }

    /** From here on, only this is a delimiter. */
    public void delimitBy(String delimiter) {
        delimiters = delimiter;
    }

    /** Reads on. */
    public void read(byte[] piece) {
        for (byte character : piece) {
            read(character);
        }
    }

    /** Ends the record that the text ends with. */
    public void end() {
        if (place == Place.QUOTED) {
            flaw = Flaw.UNCLOSED;
        }
        endRecord();
    }

    private void read(byte character) {
        LineEnds.Sign sign = ends.of(character);
        boolean tooLong = bytes == longest && (place == Place.QUOTED || sign == LineEnds.Sign.NONE);
        if (tooLong) {
            skip();
        }
        if (place == Place.QUOTED || sign == LineEnds.Sign.NONE) {
            take(character);
        } else if (sign == LineEnds.Sign.END || tooLong) {
            endRecord();
            line = ends.line();
        }
    }

    /** Gives the record up; a line end that would have been text is the end of it. */
    private void skip() {
        flaw = Flaw.TOO_LONG;
        place = Place.SKIPPED;
        text.clear();
        cells.clear();
    }

    private void take(byte character) {
        bytes = Math.min(bytes + 1, longest);
        place = switch (place) {
            case CELL_START -> atStart(character);
            case UNQUOTED -> unquoted(character);
            case QUOTED -> character == '"' ? Place.QUOTE_IN_QUOTED : within(character, Place.QUOTED);
            case QUOTE_IN_QUOTED -> character == '"' ? within(character, Place.QUOTED) : behindQuotes(character);
            case BEHIND_QUOTED -> behindQuotes(character);
            case SKIPPED -> Place.SKIPPED;
        };
    }

    /** Blanks before quotes do not count; before anything else they are text. */
    private Place atStart(byte character) {
        if (character == '"') {
            quoted = true;
            text.cut(0);
            return Place.QUOTED;
        }
        boolean blanks = isBlank(character) && !isDelimiter(character);
        return blanks ? within(character, Place.CELL_START) : unquoted(character);
    }

    private Place unquoted(byte character) {
        return isDelimiter(character) ? nextCell(character) : within(character, Place.UNQUOTED);
    }

    private Place within(byte character, Place where) {
        blank &= isBlank(character);
        text.add(character);
        return where;
    }

    private Place behindQuotes(byte character) {
        if (isDelimiter(character)) {
            return nextCell(character);
        }
        if (!isBlank(character)) {
            flaw = Flaw.BEHIND_QUOTES;
        }
        return Place.BEHIND_QUOTED;
    }

    private static boolean isBlank(byte character) {
        return character == ' ' || character == '\t';
    }

    private boolean isDelimiter(byte character) {
        return delimiters.indexOf(character) >= 0;
    }

    private Place nextCell(byte delimiter) {
        endCell();
        if (found.indexOf(delimiter) < 0) {
            found += (char) delimiter;
        }
        return Place.CELL_START;
    }

    private void endCell() {
        count++;
        anything |= quoted || !blank;
        if (!blank) {
            width = count;
        }
        if (count <= MOST_CELLS) {
            cells.add(new CsvCell(text.copy(0, text.size()), quoted));
        }
        text.cut(0);
        quoted = false;
        blank = true;
    }

    private void endRecord() {
        endCell();
        if (anything || flaw != null) {
            records.accept(new CsvRecord(line, bytes, cells, count, width, found, Optional.ofNullable(flaw)));
        }
        text.clear();
        cells = new ArrayList<>();
        count = 0;
        width = 0;
        anything = false;
        bytes = 0;
        found = "";
        flaw = null;
        place = Place.CELL_START;
    }

    /** Where in a record the text is. */
    private enum Place {
        /** Before a cell, or behind blanks that it begins with. */
        CELL_START,
        UNQUOTED,
        QUOTED,
        /** Behind a quote that ends the cell, unless another follows. */
        QUOTE_IN_QUOTED,
        /** Behind the closing quote, where nothing but blanks may stand. */
        BEHIND_QUOTED,
        /** In a record that is too long: up to the end of its line. */
        SKIPPED
    }
}
