package dev.punchlist.transfer;

import dev.punchlist.task.StagedRows;
import dev.punchlist.task.TaskDraft;
import dev.punchlist.task.UpsertRows;
import dev.punchlist.task.Upserted;
import dev.punchlist.tenant.Tenant;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;

/** Where the chunks of an import go. */
interface ImportTarget {

    /** Takes a chunk; says what became of it, if that is known by now. */
    Uni<Upserted> take(List<TaskDraft> chunk);

    /** Ends the import; says what became of the chunks of which nothing was said before. */
    Uni<Upserted> end(boolean commits);

    /** Gives back what was taken for the import, however it ended. */
    Uni<Void> release();

    /** Each chunk is written as it comes, in a transaction of its own. */
    record Immediate(UpsertRows rows, Tenant tenant) implements ImportTarget {

        @Override
        public Uni<Upserted> take(List<TaskDraft> chunk) {
            return rows.upsert(tenant, chunk);
        }

        @Override
        public Uni<Upserted> end(boolean commits) {
            return Uni.createFrom().item(Upserted.NOTHING);
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
        public Uni<Upserted> take(List<TaskDraft> chunk) {
            return chunk.isEmpty()
                    ? Uni.createFrom().item(Upserted.NOTHING)
                    : rows.stage(name, chunks++, chunk).replaceWith(Upserted.NOTHING);
        }

        @Override
        public Uni<Upserted> end(boolean commits) {
            if (chunks == 0) {
                return Uni.createFrom().item(Upserted.NOTHING);
            }
            return commits ? rows.write(tenant, name, chunks) : rows.judge(tenant, name, chunks);
        }

        @Override
        public Uni<Void> release() {
            return chunks == 0 ? Uni.createFrom().voidItem() : rows.forget(name);
        }
    }
}
