package dev.punchlist.task;

import dev.punchlist.tenant.Scope;
import dev.punchlist.tenant.Tenant;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a batch asks of the database: one statement for each question, however many operations it has. */
@Singleton
class BatchStatements {

    private static final String INSERT = """
            insert into tasks (tenant, title, description, is_completed, completed_at, due_at, due_date, priority, labels,
                external_id, created_at, updated_at, version)
            select ?1, title, description, is_completed, case when is_completed then now.moment end, due_at, due_date,
                priority, labels, external_id, now.moment, now.moment, 1
            from json_to_recordset(cast(cast(?2 as text) as json)) as draft (place integer, title text, description text,
                    is_completed boolean, due_at timestamptz, due_date date, priority integer, labels text[],
                    external_id text),
                (select cast(cast(?3 as text) as timestamptz) as moment) as now
            order by place
            returning *""";

    /** The tasks with these ids, locked in the order of their ids, so that two batches never wait for each other. */
    Uni<Map<Long, Task>> lock(Tenant tenant, Collection<Long> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        Scope scope = Scope.of(tenant).and("id in (?)", List.copyOf(ids));
        return Task.<Task>find(scope.hql() + " order by id", scope.values())
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list()
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
        return Task.delete(scope.hql(), scope.values()).replaceWithVoid();
    }

    /** Takes the external ids from these tasks. */
    Uni<Void> release(Tenant tenant, Collection<Task> tasks) {
        if (tasks.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Scope scope = among(tenant, tasks);
        return Task.update("externalId = null where " + scope.hql(), scope.values())
                .replaceWithVoid();
    }

    private static Scope among(Tenant tenant, Collection<Task> tasks) {
        return Scope.of(tenant).and("id in (?)", tasks.stream().map(Task::id).toList());
    }

    /** Writes what was changed since the tasks were read. */
    Uni<Void> flush() {
        return Panache.getSession().chain(session -> session.flush());
    }

    /** Creates a task from each draft, in their order. */
    Uni<List<Task>> create(Tenant tenant, Collection<TaskDraft> drafts, Instant now) {
        if (drafts.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(INSERT, Task.class)
                        .setParameter(1, tenant.id())
                        .setParameter(2, json(drafts))
                        .setParameter(3, now.truncatedTo(ChronoUnit.MICROS).toString())
                        .getResultList())
                .map(tasks ->
                        tasks.stream().sorted(Comparator.comparing(Task::id)).toList());
    }

    private static String json(Collection<TaskDraft> drafts) {
        JsonArray array = new JsonArray();
        drafts.forEach(draft -> array.add(new JsonObject()
                .put("place", array.size())
                .put("title", draft.title())
                .put("description", draft.description())
                .put("is_completed", draft.isCompleted())
                .put("due_at", draft.dueAt() == null ? null : draft.dueAt().toString())
                .put(
                        "due_date",
                        draft.dueDate() == null ? null : draft.dueDate().toString())
                .put("priority", draft.priority())
                .put("labels", new JsonArray(draft.labels()))
                .put("external_id", draft.externalId())));
        return array.encode();
    }
}
