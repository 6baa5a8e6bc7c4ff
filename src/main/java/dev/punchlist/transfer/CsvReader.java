package dev.punchlist.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.punchlist.PunchlistConfig;
import dev.punchlist.http.ProblemException;
import dev.punchlist.http.StrictJson;
import dev.punchlist.http.Violation;
import dev.punchlist.task.TaskDraft;
import dev.punchlist.transfer.record.CsvRecord;
import dev.punchlist.transfer.record.CsvSplitter;
import dev.punchlist.transfer.record.LineSplitter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads tasks from CSV as {@link CsvFormat} and spreadsheets write it; the header says which columns there are. */
final class CsvReader implements DraftReader {

    /** Absent where the cell is empty, because null is no value that they can have. */
    private static final Set<String> WITH_DEFAULT = Set.of("is_completed", "priority", "labels");

    private static final int LONGEST_NUMBER = 9;

    private final StrictJson json;
    private final PunchlistConfig.Limits limits;
    private final CsvSplitter splitter;

    private Optional<String> delimiter;
    private List<String> columns = List.of();
    private List<Reading> readings = new ArrayList<>();

    /** A reader of cells with this delimiter; where none is given, the header tells. */
    CsvReader(StrictJson json, PunchlistConfig.Limits limits, Optional<String> delimiter) {
        this.json = json;
        this.limits = limits;
        this.delimiter = delimiter;
        this.splitter = new CsvSplitter(delimiter.orElse(CsvHeader.DELIMITERS), LineSplitter.LONGEST, this::take);
    }

    @Override
    public List<Reading> read(byte[] piece) {
        splitter.read(piece);
        return taken();
    }

    @Override
    public List<Reading> end() {
        splitter.end();
        return taken();
    }

    private List<Reading> taken() {
        List<Reading> taken = readings;
        readings = new ArrayList<>();
        return taken;
    }

    private void take(CsvRecord record) {
        if (columns.isEmpty()) {
            takeHeader(record);
        } else {
            readings.add(reading(record));
        }
    }

    private void takeHeader(CsvRecord record) {
        try {
            if (CsvHeader.isAnnouncement(record)) {
                announce(record.delimiters());
                return;
            }
            CsvHeader header = CsvHeader.of(record);
            columns = header.columns();
            splitter.delimitBy(delimiter.orElse(header.delimiter()));
        } catch (ProblemException e) {
            throw new UnreadableImportException(e);
        }
    }

    /** What the client says counts for more than what the text says. */
    private void announce(String announced) {
        if (delimiter.isEmpty() && !announced.isEmpty()) {
            delimiter = Optional.of(announced);
            splitter.delimitBy(announced);
        }
    }

    private Reading reading(CsvRecord record) {
        try {
            requireShape(record);
            return new Reading.Taken(TaskDraft.read(object(record), limits), record.bytes());
        } catch (ProblemException e) {
            return new ImportReport.Rejected(record.line(), e.violations());
        }
    }

    private void requireShape(CsvRecord record) {
        record.flaw().ifPresent(flaw -> {
            throw ProblemException.invalid(List.of(Violation.ofBody(flaw.code(), flaw.words())));
        });
        if (record.count() < columns.size() || record.width() > columns.size()) {
            throw DraftReader.unreadable(
                    "The record has %s cells, the header %s.".formatted(record.count(), columns.size()));
        }
    }

    private ObjectNode object(CsvRecord record) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (int index = 0; index < columns.size(); index++) {
            String column = columns.get(index);
            byte @Nullable [] cell = record.cells().get(index);
            if (cell != null) {
                object.set(column, value(column, text(cell)));
            } else if (!WITH_DEFAULT.contains(column)) {
                object.set(column, NullNode.getInstance());
            }
        }
        return object;
    }

    private static String text(byte[] cell) {
        try {
            return StrictJson.decode(cell);
        } catch (StrictJson.MalformedException e) {
            throw DraftReader.unreadable("The record " + e.flaw() + ".");
        }
    }

    private JsonNode value(String column, String cell) {
        return switch (column) {
            case "is_completed" -> flag(cell);
            case "priority" -> isWholeNumber(cell) ? IntNode.valueOf(Integer.parseInt(cell)) : TextNode.valueOf(cell);
            case "labels" -> array(cell);
            default -> TextNode.valueOf(cell);
        };
    }

    /** Spreadsheets write it in capitals. */
    private static JsonNode flag(String cell) {
        boolean completed = cell.equalsIgnoreCase("true");
        return completed || cell.equalsIgnoreCase("false") ? BooleanNode.valueOf(completed) : TextNode.valueOf(cell);
    }

    private static boolean isWholeNumber(String cell) {
        String digits = cell.startsWith("-") ? cell.substring(1) : cell;
        return !digits.isEmpty()
                && digits.length() <= LONGEST_NUMBER
                && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }

    private JsonNode array(String cell) {
        try {
            return json.read(cell.getBytes(StandardCharsets.UTF_8));
        } catch (StrictJson.MalformedException e) {
            return TextNode.valueOf(cell);
        }
    }
}
