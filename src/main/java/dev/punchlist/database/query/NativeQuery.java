package dev.punchlist.database.query;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** SQL in the session of the request, where HQL is not enough. */
public final class NativeQuery {

    private NativeQuery() {}

    /** What a query, or a statement that returns rows, answers: entities or single values of this type. */
    public static <T> Uni<List<T>> rows(SqlFragment query, Class<T> type) {
        return Panache.getSession().chain(session -> {
            var rows = session.createNativeQuery(query.numbered('?'), type);
            for (int index = 0; index < query.values().size(); index++) {
                rows.setParameter(index + 1, query.values().get(index));
            }
            return rows.getResultList();
        });
    }
}
