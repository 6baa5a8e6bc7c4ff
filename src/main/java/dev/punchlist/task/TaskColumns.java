package dev.punchlist.task;

import dev.punchlist.database.QueryText;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The columns of the table that are read. A statement names them: whoever adds a column of their own, or the next version
 * that does, must not break the statements of this one.
 */
final class TaskColumns {

    /** Those that a client sees, in the order of its members. */
    static final String SEEN = "id, title, description, is_completed, completed_at, due_at, due_date, priority, labels,"
            + " external_id, created_at, updated_at, version";

    /** The same, and behind them the one that a client does not see. */
    static final String ALL = SEEN + ", tenant";

    /** About what a row takes of the memory of whoever reads it. A length is known without reading the text. */
    static final String BYTES = "(cast(octet_length(title) as bigint) + coalesce(octet_length(description), 0)"
            + " + coalesce(octet_length(external_id), 0) + coalesce(octet_length(array_to_string(labels, '')), 0)"
            + " + 64 * coalesce(cardinality(labels), 0))";

    private TaskColumns() {}

    /** The columns of a single row, for a statement of one table; fails with {@link LargeTasks} where it is too large. */
    static String ofOne() {
        return ALL.replace(" title,", " " + within(BYTES) + " title else punchlist_refuse_large(id) end as title,");
    }

    /**
     * The rows of this query, in its order; fails with {@link LargeTasks} where they are too large together, and then sends no
     * large text before.
     */
    static QueryText bounded(QueryText query) {
        String all = within("sum(" + BYTES + ") over ()");
        String soFar = within("sum(" + BYTES + ") over (rows unbounded preceding)");
        String columns = ALL.replace(" title,", " " + soFar + " title else punchlist_refuse_large(id) end as title,")
                .replace(" description,", " " + all + " description end as description,");
        return QueryText.of("select " + columns + " from (").then(query).then(") as task");
    }

    private static String within(String bytes) {
        return "case when " + bytes + " <= " + LargeTasks.MOST_BYTES + " then";
    }

    /** The same for a statement with more than one table, of this one. */
    static String of(String table) {
        return Arrays.stream(ALL.split(", "))
                .map(column -> table + "." + column)
                .collect(Collectors.joining(", "));
    }
}
