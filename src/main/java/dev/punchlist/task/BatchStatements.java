package dev.punchlist.task;

import dev.punchlist.database.DatabaseFailure;
import dev.punchlist.database.NativeQuery;
import dev.punchlist.database.QueryText;
import dev.punchlist.tenant.Scope;
import dev.punchlist.tenant.Tenant;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** What a batch asks of the database: one statement for each question, however many operations it has. */
@Singleton
class BatchStatements {

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

    /** The tasks with these ids, locked in the order of their ids, so that two batches never wait for each other. */
    Uni<Map<Long, Task>> lock(Tenant tenant, Collection<Long> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        String list = ids.stream().map(String::valueOf).collect(Collectors.joining(","));
        Scope scope = Scope.of(tenant).and(TaskFilter.idIsOneOf(list));
        return NativeQuery.rows(
                        QueryText.of("select " + TaskColumns.ALL + " from tasks where ")
                                .then(scope.condition())
                                .then(" order by id for update"),
                        Task.class)
                .map(BatchStatements::byId);
    }

    private static Map<Long, Task> byId(List<Task> tasks) {
        Map<Long, Task> byId = new HashMap<>();
        tasks.forEach(task -> byId.put(task.id(), task));
        return byId;
    }

    /** The tasks that have these external ids. */
    Uni<List<Task>> owners(Tenant tenant, Collection<String> externalIds) {
        if (externalIds.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Scope scope = Scope.of(tenant).and("externalId in (?)", List.copyOf(externalIds));
        return Task.find(scope.hql(), scope.values()).list();
    }

    /** Deletes these tasks. */
    Uni<Void> delete(Tenant tenant, Collection<Task> tasks) {
        if (tasks.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Scope scope = among(tenant, tasks);
        return each(tasks, Task.delete(scope.hql(), scope.values()));
    }

    /** Takes the external ids from these tasks. */
    Uni<Void> release(Tenant tenant, Collection<Task> tasks) {
        if (tasks.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Scope scope = among(tenant, tasks);
        return each(
                tasks,
                Task.update("externalId = null where " + scope.hql(), scope.values())
                        .map(Integer::longValue));
    }

    private static Uni<Void> each(Collection<Task> tasks, Uni<Long> written) {
        return written.invoke(rows -> DatabaseFailure.requireWritten(tasks.size(), rows))
                .replaceWithVoid();
    }

    private static Uni<List<Task>> allOf(Collection<Task> tasks, Uni<List<Task>> written) {
        return written.invoke(rows -> DatabaseFailure.requireWritten(tasks.size(), rows.size()));
    }

    private static Scope among(Tenant tenant, Collection<Task> tasks) {
        return Scope.of(tenant).and("id in (?)", tasks.stream().map(Task::id).toList());
    }

    /** Forgets what was read, so that no change of it is written one by one. */
    Uni<Void> forget() {
        return Panache.getSession().invoke(Mutiny.Session::clear).replaceWithVoid();
    }

    /** Writes these tasks, each over the one with its id; they are locked. */
    Uni<List<Task>> update(Tenant tenant, Collection<Task> tasks) {
        return tasks.isEmpty()
                ? Uni.createFrom().item(List.of())
                : allOf(
                        tasks,
                        NativeQuery.rows(
                                QueryText.of(UPDATE + " " + ROWS + " where ", json(tasks))
                                        .then(Scope.of(tenant).condition())
                                        .then(" and tasks.id = draft.id returning " + TaskColumns.of("tasks")),
                                Task.class));
    }

    /**
     * Creates these tasks; they come back with their ids, in their order. PostgreSQL inserts the rows of a sorted query one by
     * one and returns each as it is inserted. Their ids need not ascend: an adopted table may draw them as it likes.
     */
    Uni<List<Task>> create(Tenant tenant, Collection<Task> tasks) {
        return tasks.isEmpty()
                ? Uni.createFrom().item(List.of())
                : allOf(
                        tasks,
                        NativeQuery.rows(
                                QueryText.of(
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
}
