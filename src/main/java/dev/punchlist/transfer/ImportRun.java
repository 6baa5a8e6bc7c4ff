package dev.punchlist.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.punchlist.http.problem.Problem;
import dev.punchlist.task.upsert.Upserted;
import dev.punchlist.transfer.record.ByteOrderMark;
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
    private static final int CHUNK_BYTES = 1 << 19;

    /** Some clients read nothing before they have sent everything; this much is kept for them. */
    private static final int REPORT_BYTES = 1 << 19;

    private final DraftReader reader;
    private final ImportOptions options;
    private final ObjectMapper mapper;

    private final ByteOrderMark mark = new ByteOrderMark();
    private List<Reading.Taken> chunk = new ArrayList<>();
    private final Set<String> externalIds = new HashSet<>();
    private int chunkBytes;
    private final ByteArrayOutputStream report = new ByteArrayOutputStream();
    private long lines;
    private long created;
    private long updated;
    private long unchanged;
    private long rejected;

    ImportRun(DraftReader reader, ImportOptions options, ObjectMapper mapper) {
        this.reader = reader;
        this.options = options;
        this.mapper = mapper;
    }

    /** The chunks that are full with this piece of the text. */
    List<List<Reading.Taken>> chunks(byte[] piece) {
        return full(reader.read(stripped(piece)));
    }

    private byte[] stripped(byte[] piece) {
        try {
            return mark.strip(piece);
        } catch (ByteOrderMark.ForeignTextException e) {
            throw new DraftReader.UnreadableImportException(DraftReader.unreadable(e.words()));
        }
    }

    /** What is left at the end of the text; may be one chunk more, because of the last line. */
    List<List<Reading.Taken>> rest() {
        List<List<Reading.Taken>> chunks = full(reader.read(mark.rest()));
        chunks.addAll(full(reader.end()));
        chunks.add(takeChunk());
        return chunks;
    }

    private List<List<Reading.Taken>> full(List<Reading> readings) {
        List<List<Reading.Taken>> full = new ArrayList<>();
        readings.forEach(reading -> note(reading).ifPresent(full::add));
        return full;
    }

    /** Every reading counts as a line, and is then either in a chunk or in the report. */
    private Optional<List<Reading.Taken>> note(Reading reading) {
        lines++;
        if (reading instanceof Reading.Taken taken) {
            return add(taken);
        }
        return reject(reading);
    }

    /** Adds to the chunk; if it is full, or has the task already, another one begins. */
    private Optional<List<Reading.Taken>> add(Reading.Taken taken) {
        String externalId = taken.draft().externalId();
        boolean full = chunk.size() == CHUNK_TASKS
                || chunkBytes + taken.bytes() > CHUNK_BYTES
                || (externalId != null && externalIds.contains(externalId));
        Optional<List<Reading.Taken>> before = full ? Optional.of(takeChunk()) : Optional.empty();
        chunk.add(taken);
        chunkBytes += taken.bytes();
        if (externalId != null) {
            externalIds.add(externalId);
        }
        return before;
    }

    private List<Reading.Taken> takeChunk() {
        List<Reading.Taken> taken = chunk;
        chunk = new ArrayList<>();
        externalIds.clear();
        chunkBytes = 0;
        return taken;
    }

    /** A long report ends the chunk, however small, because reports are sent between chunks. */
    private Optional<List<Reading.Taken>> reject(Reading reading) {
        rejected++;
        boolean little = report.size() < REPORT_BYTES;
        tell(reading);
        return little && report.size() >= REPORT_BYTES ? Optional.of(takeChunk()) : Optional.empty();
    }

    /** Notes what became of a part of the lines. */
    void done(Outcome part) {
        Upserted written = part.written();
        created += written.created();
        updated += written.updated();
        unchanged += written.unchanged();
        rejected += part.rejected().size();
        part.rejected().forEach(this::tell);
    }

    /** Whether the lines are to be written. */
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
        if (lines != accounted()) {
            throw new IllegalStateException("%s lines were read, but %s were done".formatted(lines, accounted()));
        }
        tell(totals(true, commits(), null));
        return takeReport();
    }

    /** The rest of what is to be told, after the import was given up: what was read and not yet written does not count. */
    byte[] givenUp(Problem problem) {
        tell(totals(false, standsInPart(), problem));
        return takeReport();
    }

    private long accounted() {
        return created + updated + unchanged + rejected;
    }

    private ImportReport.Totals totals(boolean end, boolean committed, @Nullable Problem problem) {
        return new ImportReport.Totals(
                end, accounted(), created, updated, unchanged, rejected, committed, options.dryRun(), problem);
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
