package dev.punchlist.task;

import dev.punchlist.database.failure.DatabaseFailure;
import dev.punchlist.database.query.NativeQuery;
import dev.punchlist.database.query.SqlFragment;
import dev.punchlist.tenant.Tenant;
import dev.punchlist.tenant.TenantScope;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import java.util.Collection;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Writes tasks, one or many with one statement. They come back as they are stored: a trigger of other writers may have made
 * something else of what was sent.
 */
public final class TaskWrites {

    private static final String ROWS = """
            json_to_recordset(cast(cast(? as text) as json)) as draft (place integer, id bigint, title text,
                description text, is_completed boolean, completed_at timestamptz, due_at timestamptz, due_date date,
                priority integer, labels text[], external_id text, created_at timestamptz, updated_at timestamptz)""";

    private static final String INSERT = """
            insert into tasks (tenant, title, description, is_completed, completed_at, due_at, due_date, priority, labels,
                external_id, created_at, updated_at, version)
            select ?, title, description, is_completed, completed_at, due_at, due_date, priority, labels, external_id,
                created_at, updated_at, 1
            from""";

    private static final String UPDATE = """
            update tasks set title = draft.title, description = draft.description, is_completed = draft.is_completed,
                completed_at = draft.completed_at, due_at = draft.due_at, due_date = draft.due_date,
                priority = draft.priority, labels = draft.labels, external_id = draft.external_id,
                updated_at = draft.updated_at, version = tasks.version + 1
            from""";

    private TaskWrites() {}

    /** Forgets what was read, so that no change of it is written one by one. */
    public static Uni<Void> forget() {
        return Panache.getSession().invoke(Mutiny.Session::clear).replaceWithVoid();
    }

    /** Writes these tasks, each over the one with its id; they are locked. */
    public static Uni<List<Task>> update(Tenant tenant, Collection<Task> tasks) {
        return tasks.isEmpty()
                ? Uni.createFrom().item(List.of())
                : allOf(
                        tasks,
                        NativeQuery.rows(
                                SqlFragment.of(UPDATE + " " + ROWS + " where ", json(tasks))
                                        .then(TenantScope.of(tenant).condition())
                                        .then(" and tasks.id = draft.id returning " + TaskColumns.of("tasks")),
                                Task.class));
    }

    /**
     * Creates these tasks; they come back with their ids, in their order. PostgreSQL inserts the rows of a sorted query one by
     * one and returns each as it is inserted. Their ids need not ascend: an adopted table may draw them as it likes.
     */
    public static Uni<List<Task>> create(Tenant tenant, Collection<Task> tasks) {
        return tasks.isEmpty()
                ? Uni.createFrom().item(List.of())
                : allOf(
                        tasks,
                        NativeQuery.rows(
                                SqlFragment.of(
                                        INSERT + " " + ROWS + " order by place returning " + TaskColumns.of("tasks"),
                                        tenant.id(),
                                        json(tasks)),
                                Task.class));
    }

    private static String json(Collection<Task> tasks) {
        JsonArray array = new JsonArray();
        tasks.forEach(task -> array.add(task.row().put("place", array.size())));
        return array.encode();
    }

    private static Uni<List<Task>> allOf(Collection<Task> tasks, Uni<List<Task>> written) {
        return written.invoke(rows -> DatabaseFailure.requireWritten(tasks.size(), rows.size()));
    }
}
