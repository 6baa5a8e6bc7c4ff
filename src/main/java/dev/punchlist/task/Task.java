package dev.punchlist.task;

import dev.punchlist.database.Constraints;
import dev.punchlist.database.DatabaseFailure;
import dev.punchlist.database.SingleRow;
import dev.punchlist.http.ProblemException;
import dev.punchlist.http.ProblemType;
import dev.punchlist.tenant.Scope;
import dev.punchlist.tenant.Tenant;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** A task: its state, the rules that keep it true, and the queries that find it. */
@Entity
@Table(name = "tasks")
public class Task extends PanacheEntityBase {

    private static final String UNIQUE_EXTERNAL_ID = "ux_tasks_tenant_external_id";

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
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
    static Task of(Tenant tenant, TaskDraft draft, Instant now) {
        Instant moment = now.truncatedTo(ChronoUnit.MICROS);
        Task task = new Task(tenant, moment);
        task.apply(draft, moment);
        return task;
    }

    /** Creates a task. It has its id as soon as the answer is there. */
    public static Uni<Task> create(Tenant tenant, TaskDraft draft, Instant now) {
        return refusingDuplicates(of(tenant, draft, now).<Task>persistAndFlush())
                // Where a trigger discards the row, the ORM, as of 3.2.11, looks for its id in no answer at all.
                .onFailure(NullPointerException.class)
                .transform(DatabaseFailure::ofDiscarded);
    }

    /** The task with this id; fails with a 404 where the tenant has none. */
    public static Uni<Task> byId(Tenant tenant, TaskId id) {
        return required(withId(tenant, id));
    }

    /** The same, locked against other writers until the transaction ends. */
    public static Uni<Task> lockById(Tenant tenant, TaskId id) {
        return required(withId(tenant, id).withLock(LockModeType.PESSIMISTIC_WRITE));
    }

    private static PanacheQuery<Task> withId(Tenant tenant, TaskId id) {
        // An adopted table may have a narrower id column, to which the driver would cut the parameter down.
        Scope scope = Scope.of(tenant).and("id = cast(? as Long)", id.value());
        return find(scope.hql(), scope.values());
    }

    private static Uni<Task> required(PanacheQuery<Task> query) {
        return SingleRow.of(query).onItem().ifNull().failWith(TaskId::notFound);
    }

    /** Replaces all that a client may write; a draft that says what already is changes nothing. */
    public Uni<Task> replace(TaskDraft draft, Instant now) {
        become(draft, now);
        return refusingDuplicates(flush().replaceWith(this));
    }

    /** The same, in memory. */
    void become(TaskDraft draft, Instant now) {
        if (!draft.equals(draft())) {
            requireFurtherVersion();
            Instant moment = now.truncatedTo(ChronoUnit.MICROS);
            Instant before = StoredValues.required(updatedAt);
            updatedAt = moment.isAfter(before) ? moment : before;
            completedAt = StoredValues.moment(completedAt);
            apply(draft, updatedAt);
        }
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
    static boolean isDuplicate(Throwable failure) {
        return Constraints.isDuplicate(failure, UNIQUE_EXTERNAL_ID);
    }

    static ProblemException externalIdTaken() {
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
    long id() {
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
