package dev.punchlist.transfer;

import dev.punchlist.http.json.StrictJson;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.syntax.Text;
import dev.punchlist.transfer.record.CsvCell;
import dev.punchlist.transfer.record.CsvRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/**
 * What the first record of CSV says about the others. Names count whatever their case and the blanks around them; what is
 * left empty behind the last of them names nothing.
 *
 * @param columns the members of a task that the cells hold
 * @param delimiter what stands between cells
 */
record CsvHeader(List<String> columns, String delimiter) {

    /** What may stand between cells, unless the client says what does. */
    static final String DELIMITERS = ",;\t";

    /** How spreadsheets announce the delimiter, in a line of its own before the header. */
    private static final String ANNOUNCEMENT = "sep=";

    private static final char NO_BREAK_SPACE = '\u00A0';

    /** Whether this record only says what the delimiter is. */
    static boolean isAnnouncement(CsvRecord first) {
        return first.width() == 1
                && first.count() <= 2
                && first.flaw().isEmpty()
                && name(first.cell(0)).startsWith(ANNOUNCEMENT);
    }

    /**
     * The header that this record is.
     *
     * @throws ProblemException 422 if it cannot be the header of an import
     */
    static CsvHeader of(CsvRecord first) {
        first.flaw().ifPresent(flaw -> {
            throw DraftReader.unreadable(flaw.words());
        });
        List<String> names = new ArrayList<>();
        for (CsvCell cell :
                first.cells().subList(0, Math.min(first.width(), first.cells().size()))) {
            names.add(name(cell));
            requireColumn(names);
        }
        if (!names.contains("title")) {
            throw DraftReader.unreadable("The header must name the column title.");
        }
        return new CsvHeader(List.copyOf(names), delimiter(first));
    }

    /** Sheets from web pages contain no-break spaces. */
    private static String name(CsvCell cell) {
        try {
            return StrictJson.decode(cell.text())
                    .replace(NO_BREAK_SPACE, ' ')
                    .strip()
                    .toLowerCase(Locale.ROOT);
        } catch (StrictJson.MalformedException e) {
            throw DraftReader.unreadable("The header " + e.flaw() + "; save the file as UTF-8.");
        }
    }

    private static void requireColumn(List<String> names) {
        String last = names.get(names.size() - 1);
        if (!CsvFormat.COLUMNS.contains(last)) {
            throw DraftReader.unreadable("The header must name columns of tasks, such as "
                    + String.join(", ", CsvFormat.COLUMNS) + ", but one is \"" + Text.printable(last) + "\"."
                    + (last.indexOf('\0') < 0 ? "" : " If the text is UTF-16, save it as UTF-8."));
        }
        if (new HashSet<>(names).size() < names.size()) {
            throw DraftReader.unreadable("The header names a column twice.");
        }
    }

    private static String delimiter(CsvRecord first) {
        if (first.delimiters().length() > 1) {
            throw DraftReader.unreadable("The header mixes delimiters; one of comma, semicolon and tab is needed.");
        }
        return first.delimiters().isEmpty() ? DELIMITERS.substring(0, 1) : first.delimiters();
    }
}
