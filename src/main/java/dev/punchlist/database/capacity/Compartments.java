package dev.punchlist.database.capacity;

import dev.punchlist.PunchlistConfig;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Locale;

/**
 * Divides the connections for requests by what the work costs, so that no kind that can take long ever has all of them: a
 * fifth is left to lookups and single writes, however many lists, searches and batches are asked for. Those who change one
 * and the same row have two connections: the one that has its lock, and the one that gets it next.
 */
@Singleton
public class Compartments {

    /** The kinds of work that have places of their own. */
    public enum Work {
        /** A page of a list that an index finds. */
        LIST(2),
        /** A list that reads many rows for each that it answers: by a substring, counted exactly, or from far within. */
        SEARCH(1),
        /** Many operations in one transaction. */
        BATCH(1);

        private static final int WHOLE = 5;

        private final int share;

        Work(int share) {
            this.share = share;
        }

        private int of(int whole) {
            return Math.max(1, whole * share / WHOLE);
        }
    }

    private static final int WRITERS_OF_A_ROW = 2;

    private final PunchlistConfig.Pool pool;
    private final Bulkhead lists;
    private final Bulkhead searches;
    private final Bulkhead batches;
    private final StripedBulkhead changes;

    Compartments(PunchlistConfig config, MeterRegistry metrics) {
        this.pool = config.pool();
        this.lists = bulkhead(Work.LIST, metrics);
        this.searches = bulkhead(Work.SEARCH, metrics);
        this.batches = bulkhead(Work.BATCH, metrics);
        this.changes = new StripedBulkhead(() ->
                        new Bulkhead(WRITERS_OF_A_ROW, Math.max(1, pool.maxQueue() * 4 / 5), pool.acquireTimeout()))
                .measuredAs("change", metrics);
    }

    private Bulkhead bulkhead(Work work, MeterRegistry metrics) {
        return new Bulkhead(work.of(pool.maxSize()), work.of(pool.maxQueue()), pool.acquireTimeout())
                .measuredAs(work.name().toLowerCase(Locale.ROOT), metrics);
    }

    /** The one for this kind of work. */
    public Compartment of(Work work) {
        return switch (work) {
            case LIST -> lists;
            case SEARCH -> searches;
            case BATCH -> batches;
        };
    }

    /** The one for changes of the row with this key: they are made in the order in which they come. */
    public Compartment ofChanges(Object row) {
        return changes.of(row);
    }
}
