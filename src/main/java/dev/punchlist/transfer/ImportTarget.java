package dev.punchlist.transfer;

import dev.punchlist.database.failure.DatabaseFailure;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import dev.punchlist.task.TaskDraft;
import dev.punchlist.task.upsert.StagedRows;
import dev.punchlist.task.upsert.Upserted;
import dev.punchlist.tenant.Tenant;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Where the chunks of an import go. */
interface ImportTarget {

    /** Takes a chunk; tells its outcome, if that is known by now. */
    Uni<Outcome> take(List<Reading.Taken> chunk);

    /** Ends the import; tells the outcome of the chunks that was not told before. */
    Uni<Outcome> end(boolean commits);

    /** Gives back what was taken for the import, however it ended. */
    Uni<Void> release();

    private static List<TaskDraft> drafts(List<Reading.Taken> chunk) {
        return chunk.stream().map(Reading.Taken::draft).toList();
    }

    private static ProblemException searchTooLong() {
        return ProblemException.of(
                ProblemType.DEADLINE_PASSED,
                "The database refuses lines, and it was not found within %s s which of a thousand they are."
                                .formatted(Immediate.LONGEST_SEARCH.toSeconds())
                        + " Some of these may be written, and are not counted.",
                Map.of("Retry-After", "1"));
    }

    /** Writes drafts, all of them or none. */
    @FunctionalInterface
    interface Upserts {
        Uni<Upserted> upsert(List<TaskDraft> drafts);
    }

    /**
     * Each chunk is written as it comes, in a transaction of its own. One that the database refuses is tried in halves, down to
     * the lines that it refuses. That takes two transactions a line at most, and each may wait for locks: there is an end to it.
     */
    record Immediate(Upserts rows, Clock clock) implements ImportTarget {

        /** So long may the search for the lines of a chunk that are refused take. */
        static final Duration LONGEST_SEARCH = Duration.ofMinutes(1);

        @Override
        public Uni<Outcome> take(List<Reading.Taken> chunk) {
            return take(chunk, clock.instant().plus(LONGEST_SEARCH));
        }

        private Uni<Outcome> take(List<Reading.Taken> chunk, Instant end) {
            return rows.upsert(drafts(chunk))
                    .map(Outcome::of)
                    .onFailure(DatabaseFailure::breaksConstraint)
                    .recoverWithUni(failure -> chunk.size() == 1
                            ? Uni.createFrom().item(Outcome.refused(chunk.get(0), failure))
                            : takeHalves(chunk, end));
        }

        private Uni<Outcome> takeHalves(List<Reading.Taken> chunk, Instant end) {
            if (clock.instant().isAfter(end)) {
                return Uni.createFrom().failure(ImportTarget::searchTooLong);
            }
            int middle = chunk.size() / 2;
            return take(chunk.subList(0, middle), end).chain(left -> take(chunk.subList(middle, chunk.size()), end)
                    .map(left::and));
        }

        @Override
        public Uni<Outcome> end(boolean commits) {
            return Uni.createFrom().item(Outcome.NOTHING);
        }

        @Override
        public Uni<Void> release() {
            return Uni.createFrom().voidItem();
        }
    }

    /** The chunks are put aside, and written at once when the last of them is there, or only looked at. */
    final class AtOnce implements ImportTarget {

        private final StagedRows rows;
        private final Tenant tenant;
        private final UUID name = UUID.randomUUID();

        private int chunks;

        AtOnce(StagedRows rows, Tenant tenant) {
            this.rows = rows;
            this.tenant = tenant;
        }

        @Override
        public Uni<Outcome> take(List<Reading.Taken> chunk) {
            return chunk.isEmpty()
                    ? Uni.createFrom().item(Outcome.NOTHING)
                    : rows.stage(
                                    name,
                                    chunks++,
                                    chunk.stream().map(Reading.Taken::line).toList(),
                                    drafts(chunk))
                            .replaceWith(Outcome.NOTHING);
        }

        @Override
        public Uni<Outcome> end(boolean commits) {
            if (chunks == 0) {
                return Uni.createFrom().item(Outcome.NOTHING);
            }
            return (commits ? rows.write(tenant, name, chunks) : rows.judge(tenant, name, chunks)).map(Outcome::of);
        }

        @Override
        public Uni<Void> release() {
            return chunks == 0 ? Uni.createFrom().voidItem() : rows.forget(name);
        }
    }
}
