package dev.punchlist.transfer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.punchlist.PunchlistConfig;
import dev.punchlist.http.MediaTypes;
import dev.punchlist.http.Problem;
import dev.punchlist.http.StrictJson;
import dev.punchlist.task.TaskDraft;
import dev.punchlist.task.TaskRows;
import dev.punchlist.tenant.Tenant;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Function;

/** Reads tasks from a body of any length, and writes them a chunk at a time. */
@Singleton
class TaskImport {

    private final TaskRows rows;
    private final StrictJson json;
    private final ObjectMapper mapper;
    private final PunchlistConfig.Limits limits;

    TaskImport(TaskRows rows, StrictJson json, ObjectMapper mapper, PunchlistConfig config) {
        this.rows = rows;
        this.json = json;
        this.mapper = mapper;
        this.limits = config.limits();
    }

    /**
     * The report, piece by piece.
     *
     * @param explain makes a problem of the failure for which an import is given up after a part of it stands
     */
    Multi<byte[]> report(
            Tenant tenant,
            String mediaType,
            ImportOptions options,
            Multi<Buffer> body,
            Function<Throwable, Problem> explain) {
        return Multi.createFrom().deferred(() -> {
            ImportRun run = new ImportRun(
                    new LineSplitter(mediaType.equals(MediaTypes.CSV)), readerOf(mediaType), options, mapper);
            return written(tenant, options, run, chunks(body, run))
                    .map(chunk -> {
                        run.written(chunk);
                        return run.reportIfMuch();
                    })
                    .onCompletion()
                    .continueWith(() -> List.of(run.end()).iterator())
                    .onFailure(failure -> run.standsInPart())
                    .recoverWithItem(failure -> run.givenUp(explain.apply(failure)))
                    .select()
                    .where(piece -> piece.length > 0);
        });
    }

    private static Multi<List<TaskDraft>> chunks(Multi<Buffer> body, ImportRun run) {
        return Multi.createBy()
                .concatenating()
                .streams(
                        body.onItem().transformToIterable(run::chunks),
                        Multi.createFrom().items(() -> run.rest().stream()))
                .onFailure(DraftReader.UnreadableImportException.class)
                .transform(failure -> ((DraftReader.UnreadableImportException) failure).problem());
    }

    private Multi<TaskRows.Upserted> written(
            Tenant tenant, ImportOptions options, ImportRun run, Multi<List<TaskDraft>> chunks) {
        return options.atOnce() ? rows.upsertAll(tenant, chunks, run::commits) : rows.upsertEach(tenant, chunks);
    }

    private DraftReader readerOf(String mediaType) {
        return mediaType.equals(MediaTypes.CSV) ? new CsvReader(json, limits) : new NdjsonReader(json, limits);
    }
}
