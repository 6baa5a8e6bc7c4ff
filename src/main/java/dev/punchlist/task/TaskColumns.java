package dev.punchlist.task;

import dev.punchlist.database.query.SqlFragment;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The columns of the table that are read. A statement names them: whoever adds a column of their own, or the next version
 * that does, must not break the statements of this one.
 */
public final class TaskColumns {

    /** Those that a client sees, in the order of its members. */
    public static final String SEEN =
            "id, title, description, is_completed, completed_at, due_at, due_date, priority, labels,"
                    + " external_id, created_at, updated_at, version";

    /** The same, and behind them the one that a client does not see. */
    public static final String ALL = SEEN + ", tenant";

    /**
     * About what a row takes of the memory of whoever reads it. A length is known without reading the text; none is counted
     * beyond what keeps the sum an integer, which is added up faster than a wider number.
     */
    public static final String BYTES =
            "(least(octet_length(title), 500000000) + least(coalesce(octet_length(description), 0), 500000000)"
                    + " + least(coalesce(octet_length(external_id), 0), 500000000)"
                    + " + least(coalesce(octet_length(array_to_string(labels, '')), 0), 500000000)"
                    + " + 64 * least(coalesce(cardinality(labels), 0), 1000000))";

    private static final String BOUNDED_ROW = boundedBy(BYTES);
    private static final String BOUNDED_ROWS = boundedBy("sum(" + BYTES + ") over (rows unbounded preceding)");

    private TaskColumns() {}

    /** The columns of a single row, for a statement of one table; fails with {@link LargeTasks} where it is too large. */
    static SqlFragment ofOne() {
        return SqlFragment.of(BOUNDED_ROW, LargeTasks.mostBytes());
    }

    /** The rows of this query, in its order; fails with {@link LargeTasks} at the one with which they are too large together. */
    public static SqlFragment bounded(SqlFragment query) {
        return SqlFragment.of("select " + BOUNDED_ROWS + " from (", LargeTasks.mostBytes())
                .then(query)
                .then(") as task");
    }

    private static String boundedBy(String bytes) {
        return ALL.replace(
                " title,",
                " case when " + bytes
                        + " <= cast(? as bigint) then title else punchlist_refuse_large(id) end as title,");
    }

    /** The same for a statement with more than one table, of this one. */
    static String of(String table) {
        return Arrays.stream(ALL.split(", "))
                .map(column -> table + "." + column)
                .collect(Collectors.joining(", "));
    }
}
