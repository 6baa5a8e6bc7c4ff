package dev.punchlist.transfer;

import dev.punchlist.database.DatabaseFailure;
import dev.punchlist.task.StagedRows;
import dev.punchlist.task.TaskDraft;
import dev.punchlist.task.UpsertRows;
import dev.punchlist.tenant.Tenant;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;

/** Where the chunks of an import go. */
interface ImportTarget {

    /** Takes a chunk; says what became of it, if that is known by now. */
    Uni<Outcome> take(List<Reading.Taken> chunk);

    /** Ends the import; says what became of the chunks of which nothing was said before. */
    Uni<Outcome> end(boolean commits);

    /** Gives back what was taken for the import, however it ended. */
    Uni<Void> release();

    private static List<TaskDraft> drafts(List<Reading.Taken> chunk) {
        return chunk.stream().map(Reading.Taken::draft).toList();
    }

    /**
     * Each chunk is written as it comes, in a transaction of its own. One that the database refuses is tried in halves, down to
     * the lines that it refuses; that takes two transactions a line at most.
     */
    record Immediate(UpsertRows rows, Tenant tenant) implements ImportTarget {

        @Override
        public Uni<Outcome> take(List<Reading.Taken> chunk) {
            return rows.upsert(tenant, drafts(chunk))
                    .map(Outcome::of)
                    .onFailure(DatabaseFailure::breaksConstraint)
                    .recoverWithUni(failure -> chunk.size() == 1
                            ? Uni.createFrom().item(Outcome.refused(chunk.get(0), failure))
                            : takeHalves(chunk));
        }

        private Uni<Outcome> takeHalves(List<Reading.Taken> chunk) {
            int middle = chunk.size() / 2;
            return take(chunk.subList(0, middle))
                    .chain(left -> take(chunk.subList(middle, chunk.size())).map(left::and));
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
                    : rows.stage(name, chunks++, drafts(chunk)).replaceWith(Outcome.NOTHING);
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
