package dev.punchlist.transfer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import dev.punchlist.http.input.MediaTypes;
import dev.punchlist.task.TaskView;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A JSON text per line (NDJSON), and a last line that says that it is the last. */
@Singleton
class NdjsonFormat implements TaskFormat {

    private static final int USUAL_LINE_BYTES = 400;

    private final ObjectWriter writer;

    NdjsonFormat(ObjectMapper mapper) {
        this.writer = mapper.writerFor(TaskView.class).withRootValueSeparator("\n");
    }

    @Override
    public String mediaType() {
        return MediaTypes.NDJSON;
    }

    @Override
    public byte[] beginning() {
        return new byte[0];
    }

    @Override
    public byte[] tasks(List<TaskView> tasks) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(TaskFormat.room(tasks, USUAL_LINE_BYTES));
        try (SequenceWriter lines = writer.writeValues(bytes)) {
            lines.writeAll(tasks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    @Override
    public byte[] end(long count) {
        return "{\"end\":true,\"count\":%s}\n".formatted(count).getBytes(StandardCharsets.UTF_8);
    }
}
