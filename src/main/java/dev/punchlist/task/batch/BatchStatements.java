package dev.punchlist.task.batch;

import dev.punchlist.database.failure.DatabaseFailure;
import dev.punchlist.database.query.NativeQuery;
import dev.punchlist.database.query.SqlFragment;
import dev.punchlist.task.LargeTasks;
import dev.punchlist.task.Task;
import dev.punchlist.task.TaskColumns;
import dev.punchlist.task.list.TaskFilter;
import dev.punchlist.tenant.Tenant;
import dev.punchlist.tenant.TenantScope;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a batch asks of the database: one statement for each question, however many operations it has. */
@Singleton
class BatchStatements {

    /** The tasks with these ids, locked in the order of their ids, so that two batches never wait for each other. */
    Uni<Map<Long, Task>> lock(Tenant tenant, Collection<Long> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        String list = ids.stream().map(String::valueOf).collect(Collectors.joining(","));
        TenantScope scope = TenantScope.of(tenant).and(TaskFilter.idIsOneOf(list));
        SqlFragment locked = SqlFragment.of("select " + TaskColumns.ALL + " from tasks where ")
                .then(scope.condition())
                .then(" order by id for update");
        return LargeTasks.refused(NativeQuery.rows(TaskColumns.bounded(locked), Task.class))
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
        List<String> places = externalIds.stream().map(externalId -> "?").toList();
        TenantScope scope =
                TenantScope.of(tenant).and("external_id in (" + String.join(", ", places) + ")", externalIds.toArray());
        SqlFragment owners = SqlFragment.of("select " + TaskColumns.ALL + " from tasks where ")
                .then(scope.condition());
        return LargeTasks.refused(NativeQuery.rows(TaskColumns.bounded(owners), Task.class));
    }

    /** Deletes these tasks. */
    Uni<Void> delete(Tenant tenant, Collection<Task> tasks) {
        if (tasks.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        TenantScope scope = among(tenant, tasks);
        return each(tasks, Task.delete(scope.hql(), scope.values()));
    }

    /** Takes the external ids from these tasks. */
    Uni<Void> release(Tenant tenant, Collection<Task> tasks) {
        if (tasks.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        TenantScope scope = among(tenant, tasks);
        return each(
                tasks,
                Task.update("externalId = null where " + scope.hql(), scope.values())
                        .map(Integer::longValue));
    }

    private static Uni<Void> each(Collection<Task> tasks, Uni<Long> written) {
        return written.invoke(rows -> DatabaseFailure.requireWritten(tasks.size(), rows))
                .replaceWithVoid();
    }

    private static TenantScope among(Tenant tenant, Collection<Task> tasks) {
        return TenantScope.of(tenant)
                .and("id in (?)", tasks.stream().map(Task::id).toList());
    }
}
