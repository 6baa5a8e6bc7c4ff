package dev.punchlist.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.punchlist.http.Problem;
import dev.punchlist.http.ProblemException;
import dev.punchlist.http.Violation;
import dev.punchlist.task.TaskDraft;
import dev.punchlist.task.TaskRows.Upserted;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One import under way: what was read and not yet written, what became of the rest, and what is to be told of it. */
final class ImportRun {

    private static final int CHUNK_TASKS = 1_000;
    private static final int CHUNK_BYTES = 1 << 20;

    /** Some clients read nothing before they have sent all; so much is kept for them. */
    private static final int REPORT_BYTES = 1 << 20;

    private final LineSplitter splitter;
    private final DraftReader reader;
    private final ImportOptions options;
    private final ObjectMapper mapper;

    private List<TaskDraft> chunk = new ArrayList<>();
    private final Set<String> externalIds = new HashSet<>();
    private int chunkBytes;
    private final ByteArrayOutputStream report = new ByteArrayOutputStream();
    private long lines;
    private long created;
    private long updated;
    private long unchanged;
    private long rejected;

    ImportRun(LineSplitter splitter, DraftReader reader, ImportOptions options, ObjectMapper mapper) {
        this.splitter = splitter;
        this.reader = reader;
        this.options = options;
        this.mapper = mapper;
    }

    /** The chunks that are full with this piece of the body. */
    List<List<TaskDraft>> chunks(Buffer piece) {
        List<List<TaskDraft>> full = new ArrayList<>();
        splitter.split(piece).forEach(line -> read(line).ifPresent(full::add));
        return full;
    }

    /** What is left at the end of the body; may be one chunk more, because of the last line. */
    List<List<TaskDraft>> rest() {
        List<List<TaskDraft>> chunks = new ArrayList<>();
        splitter.rest().flatMap(this::read).ifPresent(chunks::add);
        chunks.add(takeChunk());
        return chunks;
    }

    private Optional<List<TaskDraft>> read(Line line) {
        if (line.isBlank()) {
            return Optional.empty();
        }
        if (line.content().isEmpty()) {
            return reject(
                    line,
                    List.of(Violation.ofBody(
                            "too_long", "The line is longer than %s bytes.".formatted(LineSplitter.LONGEST_LINE))));
        }
        byte[] content = line.content().get();
        try {
            return reader.read(content).flatMap(draft -> add(draft, content.length));
        } catch (ProblemException e) {
            return reject(line, e.violations());
        }
    }

    /** Adds to the chunk; a task that it holds already, or one too many, begins another. */
    private Optional<List<TaskDraft>> add(TaskDraft draft, int bytes) {
        lines++;
        String externalId = draft.externalId();
        boolean full = chunk.size() == CHUNK_TASKS
                || chunkBytes + bytes > CHUNK_BYTES
                || (externalId != null && externalIds.contains(externalId));
        Optional<List<TaskDraft>> taken = full ? Optional.of(takeChunk()) : Optional.empty();
        chunk.add(draft);
        chunkBytes += bytes;
        if (externalId != null) {
            externalIds.add(externalId);
        }
        return taken;
    }

    private List<TaskDraft> takeChunk() {
        List<TaskDraft> taken = chunk;
        chunk = new ArrayList<>();
        externalIds.clear();
        chunkBytes = 0;
        return taken;
    }

    /** Much that is to be told ends the chunk, however small, for the report goes out between chunks. */
    private Optional<List<TaskDraft>> reject(Line line, List<Violation> errors) {
        lines++;
        rejected++;
        boolean little = report.size() < REPORT_BYTES;
        tell(new ImportReport.Rejected(line.number(), errors));
        return little && report.size() >= REPORT_BYTES ? Optional.of(takeChunk()) : Optional.empty();
    }

    /** Notes what became of a chunk. */
    void written(Upserted chunk) {
        created += chunk.created();
        updated += chunk.updated();
        unchanged += chunk.total() - chunk.created() - chunk.updated();
    }

    /** Whether what was written is to stand. */
    boolean commits() {
        return !options.dryRun() && (rejected == 0 || !options.atomic());
    }

    /** Whether any of it stands already, however the import goes on. */
    boolean standsInPart() {
        return !options.atOnce() && created + updated > 0;
    }

    /** What is to be told by now, if it is enough to be sent. */
    byte[] reportIfMuch() {
        return report.size() < REPORT_BYTES ? new byte[0] : takeReport();
    }

    /** The rest of what is to be told, after the end. */
    byte[] end() {
        tell(totals(true, commits(), null));
        return takeReport();
    }

    /** The rest of what is to be told, after the import was given up. */
    byte[] givenUp(Problem problem) {
        tell(totals(false, standsInPart(), problem));
        return takeReport();
    }

    private ImportReport.Totals totals(boolean end, boolean committed, @Nullable Problem problem) {
        return new ImportReport.Totals(
                end, lines, created, updated, unchanged, rejected, committed, options.dryRun(), problem);
    }

    private void tell(Object line) {
        try {
            report.writeBytes(mapper.writeValueAsBytes(line));
            report.write('\n');
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] takeReport() {
        byte[] bytes = report.toByteArray();
        report.reset();
        return bytes;
    }
}
