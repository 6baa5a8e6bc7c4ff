package dev.punchlist.transfer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.punchlist.PunchlistConfig;
import dev.punchlist.http.json.StrictJson;
import dev.punchlist.http.problem.Problem;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import dev.punchlist.task.upsert.StagedRows;
import dev.punchlist.task.upsert.UpsertRows;
import dev.punchlist.tenant.Tenant;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Reads tasks from a text of any length, and writes them a chunk at a time. */
@Singleton
class TaskImport {

    private final UpsertRows rows;
    private final StagedRows staged;
    private final ImportPlaces places;
    private final StrictJson json;
    private final ObjectMapper mapper;
    private final PunchlistConfig.Limits limits;
    private final Clock clock;

    TaskImport(
            UpsertRows rows,
            StagedRows staged,
            ImportPlaces places,
            StrictJson json,
            ObjectMapper mapper,
            PunchlistConfig config,
            Clock clock) {
        this.rows = rows;
        this.staged = staged;
        this.places = places;
        this.json = json;
        this.mapper = mapper;
        this.limits = config.limits();
        this.clock = clock;
    }

    /**
     * The report, piece by piece.
     *
     * @param announced how long the body is, or 0 where its head does not tell it
     * @param text the body, in pieces that are worked on one after the other
     * @param explain makes a problem of the failure for which an import is given up after a part of it stands
     */
    Multi<byte[]> report(
            Tenant tenant,
            boolean csv,
            ImportOptions options,
            long announced,
            Multi<byte[]> text,
            Function<Throwable, Problem> explain) {
        if (options.atOnce()) {
            requireToFit(announced);
        }
        return Multi.createFrom()
                .resource(places::take, place -> {
                    ImportRun run = new ImportRun(reader(csv, options), options, mapper);
                    return done(run, options.atOnce() ? bounded(text) : text, target(tenant, options))
                            .onCompletion()
                            .continueWith(() -> List.of(run.end()).iterator())
                            .onFailure(failure -> run.standsInPart())
                            .recoverWithItem(failure -> run.givenUp(explain.apply(failure)))
                            .select()
                            .where(piece -> piece.length > 0);
                })
                .withFinalizer(ImportPlaces::giveBack);
    }

    private DraftReader reader(boolean csv, ImportOptions options) {
        return csv ? new CsvReader(json, limits, options.delimiter()) : new NdjsonReader(json, limits);
    }

    private ImportTarget target(Tenant tenant, ImportOptions options) {
        return options.atOnce()
                ? new ImportTarget.AtOnce(staged, tenant)
                : new ImportTarget.Immediate(drafts -> rows.upsert(tenant, drafts), clock);
    }

    /** What is put aside takes room in the database. */
    private Multi<byte[]> bounded(Multi<byte[]> text) {
        AtomicLong bytes = new AtomicLong();
        return text.onItem().invoke(piece -> requireToFit(bytes.addAndGet(piece.length)));
    }

    private void requireToFit(long bytes) {
        long most = limits.atomicImport().asLongValue();
        if (bytes > most) {
            throw ProblemException.of(
                    ProblemType.CONTENT_TOO_LARGE,
                    "An import that is done at once must have at most %s bytes.".formatted(most));
        }
    }

    private static Multi<byte[]> done(ImportRun run, Multi<byte[]> text, ImportTarget target) {
        return Multi.createFrom()
                .resource(() -> target, open -> Multi.createBy()
                        .concatenating()
                        .streams(
                                Multi.createBy()
                                        .concatenating()
                                        .streams(
                                                text.onItem().transformToIterable(run::chunks),
                                                Multi.createFrom().items(() -> run.rest().stream()))
                                        .onItem()
                                        .transformToUniAndConcatenate(open::take),
                                Multi.createFrom()
                                        .deferred(() -> open.end(run.commits()).toMulti()))
                        .onItem()
                        .invoke(run::done)
                        .map(part -> run.reportIfMuch()))
                .withFinalizer(ImportTarget::release, (open, failure) -> open.release(), ImportTarget::release)
                .onFailure(DraftReader.UnreadableImportException.class)
                .transform(failure -> ((DraftReader.UnreadableImportException) failure).problem());
    }
}
