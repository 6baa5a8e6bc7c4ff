package dev.punchlist.task.list;

import dev.punchlist.database.query.NativeQuery;
import dev.punchlist.http.answer.Preferences;
import dev.punchlist.task.LargeTasks;
import dev.punchlist.task.Task;
import dev.punchlist.task.TaskColumns;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The questions about many tasks that have no answer in HQL. */
public final class TaskLists {

    private static final Pattern PLANNED_ROWS = Pattern.compile("rows=(\\d+)");

    private TaskLists() {}

    /** The page of a list that a client asked for. */
    public static Uni<TaskPage> page(TaskQuery query) {
        return LargeTasks.refused(NativeQuery.rows(TaskColumns.bounded(query.select()), Task.class))
                .map(found -> query.page(found.stream().map(Task::view).toList()));
    }

    /** How many tasks the whole list holds, counted the way that is preferred, if any is. */
    public static Uni<Optional<Long>> total(TaskQuery query, Optional<Preferences.Count> preferred) {
        return preferred
                .map(count -> switch (count) {
                    case EXACT -> NativeQuery.rows(query.count(), Long.class).map(rows -> rows.get(0));
                    case ESTIMATED ->
                        NativeQuery.rows(query.plan(), String.class).map(TaskLists::plannedRows);
                })
                .map(count -> count.map(Optional::of))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private static long plannedRows(List<String> plan) {
        Matcher rows = PLANNED_ROWS.matcher(plan.get(0));
        if (!rows.find()) {
            throw new IllegalStateException("No number of rows in " + plan.get(0));
        }
        return Long.parseLong(rows.group(1));
    }
}
