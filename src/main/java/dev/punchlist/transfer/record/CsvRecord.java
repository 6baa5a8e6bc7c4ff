package dev.punchlist.transfer.record;

import java.util.List;
import java.util.Optional;

/**
 * One record of CSV that holds more than blanks and delimiters, if only quotes.
 *
 * @param line the line where it begins, from 1
 * @param bytes how long it is
 * @param cells its first {@link CsvSplitter#MOST_CELLS} cells
 * @param count how many cells it has
 * @param width how many it has up to the last that holds more than blanks
 * @param delimiters the different ones that it holds, of those that were possible
 * @param flaw why its cells cannot be trusted, if so
 */
public record CsvRecord(
        long line, int bytes, List<CsvCell> cells, int count, int width, String delimiters, Optional<Flaw> flaw) {

    /** The cell at this place, from 0; nothing stands in those that the record lacks. */
    public CsvCell cell(int place) {
        return place < cells.size() ? cells.get(place) : CsvCell.NOTHING;
    }

    /** What is wrong with a record. */
    public enum Flaw {
        /** It is longer than {@link LineSplitter#LONGEST}. */
        TOO_LONG("too_long", "The record is longer than " + LineSplitter.LONGEST + " bytes; is a quote not closed?"),
        /** The text ended within quotes. */
        UNCLOSED("malformed", "A quote is opened and never closed."),
        /** Something other than blanks stands between quotes and the next delimiter. */
        BEHIND_QUOTES("malformed", "There is text behind the closing quote of a cell.");

        private final String code;
        private final String words;

        Flaw(String code, String words) {
            this.code = code;
            this.words = words;
        }

        /** The rule, for programs. */
        public String code() {
            return code;
        }

        /** The rule, for people. */
        public String words() {
            return words;
        }
    }
}
