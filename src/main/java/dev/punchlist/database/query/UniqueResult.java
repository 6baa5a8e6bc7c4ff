package dev.punchlist.database.query;

import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/**
 * What a query by a unique key finds. It asks without a limit: as a parameter of a prepared statement a limit makes the
 * server plan every execution anew, which takes longer than the search.
 */
public final class UniqueResult {

    private UniqueResult() {}

    /** The one entity, or null. */
    public static <T> Uni<@Nullable T> of(PanacheQuery<T> query) {
        return query.<T>list().map(found -> found.isEmpty() ? null : found.get(0));
    }
}
