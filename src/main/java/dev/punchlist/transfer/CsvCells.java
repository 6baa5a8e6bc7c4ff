package dev.punchlist.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.punchlist.http.json.StrictJson;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.transfer.record.CsvCell;
import dev.punchlist.transfer.record.CsvRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns cells, as {@link CsvFormat} and spreadsheets write them, into JSON members of a task. */
final class CsvCells {

    /** In these every blank counts, and quotes with nothing between them are an empty text. */
    private static final Set<String> FREE_TEXT = Set.of("title", "description");

    /** Absent where the cell is empty, because null is no value that they can have. */
    private static final Set<String> WITH_DEFAULT = Set.of("is_completed", "priority", "labels");

    /** Where a column has gaps, some programs write its whole numbers with a fraction. */
    private static final Pattern WHOLE_NUMBER = Pattern.compile("(-?[0-9]{1,9}+)(?:\\.0++)?+");

    private final StrictJson json;

    CsvCells(StrictJson json) {
        this.json = json;
    }

    /**
     * What the cells in these columns say. Cells that the record lacks are empty ones: some programs leave out the last
     * delimiters.
     *
     * @throws ProblemException 422 if a cell is not valid UTF-8
     */
    ObjectNode members(List<String> columns, CsvRecord record) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (int index = 0; index < columns.size(); index++) {
            CsvCell cell = record.cell(index);
            String column = columns.get(index);
            String text = text(column, cell);
            if (!text.isEmpty() || (cell.quoted() && FREE_TEXT.contains(column))) {
                object.set(column, value(column, text));
            } else if (!WITH_DEFAULT.contains(column)) {
                object.set(column, NullNode.getInstance());
            }
        }
        return object;
    }

    private static String text(String column, CsvCell cell) {
        try {
            String text = StrictJson.decode(cell.text());
            return countsBlanks(column, cell) ? text : withoutOuterBlanks(text);
        } catch (StrictJson.MalformedException e) {
            throw DraftReader.unreadable("The record " + e.flaw() + ".");
        }
    }

    /** The blanks of an external id are its own where it is quoted, as an export does. */
    private static boolean countsBlanks(String column, CsvCell cell) {
        return FREE_TEXT.contains(column) || (cell.quoted() && column.equals("external_id"));
    }

    private static String withoutOuterBlanks(String text) {
        int begin = 0;
        int end = text.length();
        while (begin < end && isBlank(text.charAt(begin))) {
            begin++;
        }
        while (begin < end && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(begin, end);
    }

    private static boolean isBlank(char character) {
        return character == ' ' || character == '\t';
    }

    private JsonNode value(String column, String cell) {
        return switch (column) {
            case "is_completed" -> flag(cell);
            case "priority" -> number(cell);
            case "labels" -> array(cell);
            default -> TextNode.valueOf(cell);
        };
    }

    /** Spreadsheets write it in capitals, databases and programs for statistics as 1 and 0. */
    private static JsonNode flag(String cell) {
        return switch (cell.toLowerCase(Locale.ROOT)) {
            case "true", "1", "1.0" -> BooleanNode.TRUE;
            case "false", "0", "0.0" -> BooleanNode.FALSE;
            default -> TextNode.valueOf(cell);
        };
    }

    private static JsonNode number(String cell) {
        Matcher number = WHOLE_NUMBER.matcher(cell);
        return number.matches() ? IntNode.valueOf(Integer.parseInt(number.group(1))) : TextNode.valueOf(cell);
    }

    private JsonNode array(String cell) {
        try {
            return json.read(cell.getBytes(StandardCharsets.UTF_8));
        } catch (StrictJson.MalformedException e) {
            return TextNode.valueOf(cell);
        }
    }
}
