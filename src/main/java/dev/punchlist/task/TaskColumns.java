package dev.punchlist.task;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The columns of the table that are read. A statement names them: whoever adds a column of their own, or the next version
 * that does, must not break the statements of this one.
 */
final class TaskColumns {

    /** Those that a client sees, in the order of its members, and behind them the one that it does not see. */
    static final String ALL = "id, title, description, is_completed, completed_at, due_at, due_date, priority, labels,"
            + " external_id, created_at, updated_at, version, tenant";

    private TaskColumns() {}

    /** The same for a statement with more than one table, of this one. */
    static String of(String table) {
        return Arrays.stream(ALL.split(", "))
                .map(column -> table + "." + column)
                .collect(Collectors.joining(", "));
    }
}
