package dev.punchlist.transfer;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.punchlist.PunchlistConfig;
import dev.punchlist.http.ProblemException;
import dev.punchlist.http.StrictJson;
import dev.punchlist.http.Text;
import dev.punchlist.task.TaskDraft;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a task from a record of CSV as {@link CsvFormat} writes it; the header says which columns there are. */
final class CsvReader implements DraftReader {

    private static final ObjectReader CELLS = CsvMapper.builder()
            .enable(CsvParser.Feature.EMPTY_UNQUOTED_STRING_AS_NULL)
            .build()
            .readerFor(String[].class);

    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d{1,9}");

    /** Absent where the cell is empty, because null is no value that they can have. */
    private static final Set<String> WITH_DEFAULT = Set.of("is_completed", "priority", "labels");

    private final StrictJson json;
    private final PunchlistConfig.Limits limits;

    private List<String> columns = List.of();

    CsvReader(StrictJson json, PunchlistConfig.Limits limits) {
        this.json = json;
        this.limits = limits;
    }

    @Override
    public Optional<TaskDraft> read(byte[] line) {
        if (columns.isEmpty()) {
            columns = header(line);
            return Optional.empty();
        }
        @Nullable String[] cells = cells(line);
        if (cells.length != columns.size()) {
            throw DraftReader.unreadable(
                    "The line has %s cells, the header %s.".formatted(cells.length, columns.size()));
        }
        return Optional.of(TaskDraft.read(object(cells), limits));
    }

    private static List<String> header(byte[] line) {
        try {
            @Nullable String[] cells = cells(line);
            List<String> names =
                    Arrays.stream(cells).map(cell -> cell == null ? "" : cell).toList();
            requireHeader(names);
            return names;
        } catch (ProblemException e) {
            throw new UnreadableImportException(e);
        }
    }

    private static void requireHeader(List<String> names) {
        for (String name : names) {
            if (!CsvFormat.COLUMNS.contains(name)) {
                throw DraftReader.unreadable("The header must name columns of tasks, such as "
                        + String.join(", ", CsvFormat.COLUMNS) + ", but one is \"" + Text.printable(name) + "\".");
            }
        }
        if (new HashSet<>(names).size() < names.size()) {
            throw DraftReader.unreadable("The header names a column twice.");
        }
        if (!names.contains("title")) {
            throw DraftReader.unreadable("The header must name the column title.");
        }
    }

    private static @Nullable String[] cells(byte[] line) {
        try {
            return CELLS.readValue(StrictJson.decode(line));
        } catch (StrictJson.MalformedException e) {
            throw DraftReader.unreadable("The line " + e.flaw() + ".");
        } catch (JacksonException e) {
            throw DraftReader.unreadable("The line is not valid CSV.");
        }
    }

    private ObjectNode object(@Nullable String[] cells) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (int index = 0; index < cells.length; index++) {
            String column = columns.get(index);
            String cell = cells[index];
            if (cell != null) {
                object.set(column, value(column, cell));
            } else if (!WITH_DEFAULT.contains(column)) {
                object.set(column, NullNode.getInstance());
            }
        }
        return object;
    }

    private JsonNode value(String column, String cell) {
        return switch (column) {
            case "is_completed" ->
                cell.equals("true") || cell.equals("false")
                        ? BooleanNode.valueOf(cell.equals("true"))
                        : TextNode.valueOf(cell);
            case "priority" ->
                WHOLE_NUMBER.matcher(cell).matches() ? IntNode.valueOf(Integer.parseInt(cell)) : TextNode.valueOf(cell);
            case "labels" -> array(cell);
            default -> TextNode.valueOf(cell);
        };
    }

    private JsonNode array(String cell) {
        try {
            return json.read(cell.getBytes(StandardCharsets.UTF_8));
        } catch (StrictJson.MalformedException e) {
            return TextNode.valueOf(cell);
        }
    }
}
