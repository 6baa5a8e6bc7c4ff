package dev.punchlist.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.punchlist.http.input.MediaTypes;
import dev.punchlist.http.syntax.Times;
import dev.punchlist.task.TaskView;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values (RFC 4180) with a header row. An empty cell is null, a quoted empty one an empty text; labels are
 * a JSON array in one cell. Cells hold the texts as they are: a spreadsheet may take one that begins with {@code =},
 * {@code +}, {@code -} or {@code @} for a formula, so let it import them as text.
 */
@Singleton
class CsvFormat implements TaskFormat {

    static final List<String> COLUMNS = List.of(
            "id",
            "title",
            "description",
            "is_completed",
            "completed_at",
            "due_at",
            "due_date",
            "priority",
            "labels",
            "external_id",
            "created_at",
            "updated_at",
            "version");

    private static final String LINE_END = "\r\n";
    private static final int USUAL_LINE_BYTES = 250;

    private final ObjectMapper json;
    private final ObjectWriter writer;

    CsvFormat(ObjectMapper json) {
        this.json = json;
        this.writer = CsvMapper.builder()
                .enable(CsvGenerator.Feature.ALWAYS_QUOTE_EMPTY_STRINGS)
                .build()
                .writer(schema());
    }

    private static CsvSchema schema() {
        CsvSchema.Builder columns = CsvSchema.builder();
        COLUMNS.forEach(columns::addColumn);
        return columns.build().withLineSeparator(LINE_END);
    }

    @Override
    public String mediaType() {
        return MediaTypes.CSV;
    }

    @Override
    public byte[] beginning() {
        return (String.join(",", COLUMNS) + LINE_END).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] tasks(List<TaskView> tasks) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(TaskFormat.room(tasks, USUAL_LINE_BYTES));
        try (SequenceWriter lines = writer.writeValues(bytes)) {
            for (TaskView task : tasks) {
                lines.write(cells(task));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private @Nullable Object[] cells(TaskView task) throws JsonProcessingException {
        return new @Nullable Object[] {
            task.id(),
            task.title(),
            task.description(),
            task.isCompleted(),
            text(task.completedAt()),
            text(task.dueAt()),
            task.dueDate() == null ? null : task.dueDate().toString(),
            task.priority(),
            json.writeValueAsString(task.labels()),
            task.externalId(),
            text(task.createdAt()),
            text(task.updatedAt()),
            task.version()
        };
    }

    private static @Nullable String text(@Nullable Instant moment) {
        return moment == null ? null : Times.text(moment);
    }

    /** Nothing: a last line of another shape would not be CSV. */
    @Override
    public byte[] end(long count) {
        return new byte[0];
    }
}
