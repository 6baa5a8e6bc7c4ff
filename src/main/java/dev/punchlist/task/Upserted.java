package dev.punchlist.task;

/**
 * What became of some drafts.
 *
 * @param created how many are new tasks
 * @param updated how many changed a task
 * @param total how many there were; the rest was so already
 */
public record Upserted(int created, int updated, int total) {

    /** Of no drafts. */
    public static final Upserted NOTHING = new Upserted(0, 0, 0);

    Upserted and(Upserted further) {
        return new Upserted(created + further.created, updated + further.updated, total + further.total);
    }
}
