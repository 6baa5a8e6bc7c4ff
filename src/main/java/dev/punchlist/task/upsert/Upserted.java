package dev.punchlist.task.upsert;

/**
 * What became of some drafts.
 *
 * @param created how many are new tasks
 * @param updated how many changed a task
 * @param unchanged how many said what their task says already
 */
public record Upserted(int created, int updated, int unchanged) {

    /** Of no drafts. */
    public static final Upserted NOTHING = new Upserted(0, 0, 0);

    /** Further ones beside these. */
    public Upserted and(Upserted further) {
        return new Upserted(created + further.created, updated + further.updated, unchanged + further.unchanged);
    }
}
