package dev.punchlist.task;

import dev.punchlist.database.failure.Constraints;
import dev.punchlist.database.query.NativeQuery;
import dev.punchlist.database.query.SqlFragment;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import dev.punchlist.tenant.Tenant;
import dev.punchlist.tenant.TenantScope;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A task: its state, the rules that keep it true, and the queries that find it. */
@Entity
@Table(name = "tasks")
public class Task extends PanacheEntityBase {

    private static final String UNIQUE_EXTERNAL_ID = "ux_tasks_tenant_external_id";

    @Id
    private @Nullable Long id;

    @Column(updatable = false)
    private String tenant;

    @Column
    private String title;

    @Column
    private @Nullable String description;

    @Column(name = "is_completed")
    private @Nullable Boolean isCompleted;

    @Column(name = "completed_at")
    private @Nullable Instant completedAt;

    @Column(name = "due_at")
    private @Nullable Instant dueAt;

    @Column(name = "due_date")
    private @Nullable LocalDate dueDate;

    @Column
    private int priority;

    @Column
    private @Nullable String @Nullable [] labels;

    @Column(name = "external_id")
    private @Nullable String externalId;

    @Column(name = "created_at", updatable = false)
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @Version
    private long version;

    /** For Hibernate. */
    protected Task() {}

    private Task(Tenant tenant, Instant now) {
        this.tenant = tenant.id();
        this.createdAt = now;
        this.updatedAt = now;
        this.version = 1;
    }

    /** A task that is not in the database yet. */
    public static Task of(Tenant tenant, TaskDraft draft, Instant now) {
        Instant moment = now.truncatedTo(ChronoUnit.MICROS);
        Task task = new Task(tenant, moment);
        task.apply(draft, moment);
        return task;
    }

    /** Creates a task; it comes back as it is stored. */
    public static Uni<Task> create(Tenant tenant, TaskDraft draft, Instant now) {
        return refusingDuplicates(
                TaskWrites.create(tenant, List.of(of(tenant, draft, now))).map(created -> created.get(0)));
    }

    /** The task with this id; fails with a 404 where the tenant has none. */
    public static Uni<Task> byId(Tenant tenant, TaskId id) {
        return withId(tenant, id, "");
    }

    /** The same, locked against other writers until the transaction ends. */
    public static Uni<Task> lockById(Tenant tenant, TaskId id) {
        return withId(tenant, id, " for no key update");
    }

    /**
     * It asks without a limit: as a parameter of a prepared statement a limit makes the server plan every execution anew, which
     * takes longer than the search.
     */
    private static Uni<Task> withId(Tenant tenant, TaskId id, String locked) {
        // An adopted table may have a narrower id column, to which the driver would cut the parameter down.
        TenantScope scope = TenantScope.of(tenant).and("id = cast(? as bigint)", id.value());
        SqlFragment query = SqlFragment.of("select ")
                .then(TaskColumns.ofOne())
                .then(" from tasks where ")
                .then(scope.condition())
                .then(locked);
        return LargeTasks.refused(NativeQuery.rows(query, Task.class)).map(found -> {
            if (found.isEmpty()) {
                throw TaskId.notFound();
            }
            return found.get(0);
        });
    }

    /** Replaces all that a client may write; a draft that says what already is changes nothing. Comes back as it is stored. */
    public Uni<Task> replace(TaskDraft draft, Instant now) {
        return become(draft, now)
                ? refusingDuplicates(TaskWrites.forget()
                        .chain(() -> TaskWrites.update(new Tenant(tenant), List.of(this)))
                        .map(updated -> updated.get(0)))
                : Uni.createFrom().item(this);
    }

    /** The same, in memory; whether it is a change. */
    public boolean become(TaskDraft draft, Instant now) {
        if (draft.equals(draft())) {
            return false;
        }
        requireFurtherVersion();
        Instant moment = now.truncatedTo(ChronoUnit.MICROS);
        Instant before = StoredValues.required(updatedAt);
        updatedAt = moment.isAfter(before) ? moment : before;
        completedAt = StoredValues.moment(completedAt);
        apply(draft, updatedAt);
        return true;
    }

    /** Only another writer can have come so far; the next version would be a negative one. */
    private void requireFurtherVersion() {
        if (version == Long.MAX_VALUE) {
            throw ProblemException.of(
                    ProblemType.CONSTRAINT_VIOLATED,
                    "The version of the task is the last that there can be. Nothing was changed.");
        }
    }

    /** A broken constraint shows when the statement is sent, which is at the flush. */
    private static <T> Uni<T> refusingDuplicates(Uni<T> flush) {
        return flush.onFailure(Task::isDuplicate).transform(failure -> externalIdTaken());
    }

    /** Whether the failure says that another task has an external id. */
    public static boolean isDuplicate(Throwable failure) {
        return Constraints.isDuplicate(failure, UNIQUE_EXTERNAL_ID);
    }

    /** The 409 of an external id that another task has. */
    public static ProblemException externalIdTaken() {
        return ProblemException.of(
                ProblemType.EXTERNAL_ID_TAKEN, "Another task has this external_id. Nothing was changed.");
    }

    private void apply(TaskDraft draft, Instant moment) {
        title = draft.title();
        description = draft.description();
        dueAt = draft.dueAt();
        dueDate = draft.dueDate();
        priority = draft.priority();
        labels = draft.labels().toArray(String[]::new);
        externalId = draft.externalId();
        if (isCompleted() != draft.isCompleted()) {
            isCompleted = draft.isCompleted();
            completedAt = draft.isCompleted() ? moment : null;
        }
    }

    /** What a client may write, as it is now. */
    public TaskDraft draft() {
        return new TaskDraft(
                title,
                description,
                isCompleted(),
                StoredValues.due(dueAt),
                StoredValues.due(dueDate),
                priority,
                StoredValues.labels(labels),
                externalId);
    }

    private boolean isCompleted() {
        return Boolean.TRUE.equals(isCompleted);
    }

    /** As the database assigned it. */
    public long id() {
        if (id == null) {
            throw new IllegalStateException("A task has an id only after it was persisted");
        }
        return id;
    }

    /** How many times it changed, plus one. */
    public long version() {
        return version;
    }

    /** Its columns by their names, for statements that write many tasks; one that is new has no id. */
    JsonObject row() {
        return new JsonObject()
                .put("id", id)
                .put("title", title)
                .put("description", description)
                .put("is_completed", isCompleted())
                .put("completed_at", StoredValues.moment(completedAt))
                .put("due_at", dueAt)
                .put("due_date", dueDate == null ? null : dueDate.toString())
                .put("priority", priority)
                .put("labels", new JsonArray(StoredValues.labels(labels)))
                .put("external_id", externalId)
                .put("created_at", StoredValues.required(createdAt))
                .put("updated_at", updatedAt);
    }

    /** What a client sees. */
    public TaskView view() {
        return new TaskView(
                id(),
                title,
                description,
                isCompleted(),
                StoredValues.moment(completedAt),
                StoredValues.due(dueAt),
                StoredValues.due(dueDate),
                priority,
                StoredValues.labels(labels),
                externalId,
                StoredValues.required(createdAt),
                StoredValues.required(updatedAt),
                version);
    }
}
