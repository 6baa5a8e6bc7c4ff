package dev.punchlist.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.punchlist.PunchlistConfig;
import dev.punchlist.http.input.Members;
import dev.punchlist.http.problem.ProblemException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that a client may say about a task, valid by its reading.
 *
 * @param title what is to be done
 * @param description more about it, if anything
 * @param isCompleted whether it is done
 * @param dueAt the instant by which it is due; excludes dueDate
 * @param dueDate the day by which it is due, wherever one is; excludes dueAt
 * @param priority from 0, none, to 4, urgent
 * @param labels different words, in the client's order
 * @param externalId the client's own id for it, unique within the tenant
 */
public record TaskDraft(
        String title,
        @Nullable String description,
        boolean isCompleted,
        @Nullable Instant dueAt,
        @Nullable LocalDate dueDate,
        int priority,
        List<String> labels,
        @Nullable String externalId) {

    /** Members of a task that clients read only; a request may hold them, so that a client can send back what it got. */
    public static final Set<String> READ_ONLY = Set.of("id", "completed_at", "created_at", "updated_at", "version");

    private static final Set<String> NULLABLE = Set.of("description", "due_at", "due_date", "external_id");
    private static final Set<String> NOT_NULLABLE = Set.of("title", "is_completed", "priority", "labels");

    private static final Set<String> MEMBERS =
            Stream.of(READ_ONLY, NULLABLE, NOT_NULLABLE).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());

    public static final int HIGHEST_PRIORITY = 4;
    private static final int MOST_LABELS = 20;
    public static final int LONGEST_LABEL = 50;
    public static final int LONGEST_EXTERNAL_ID = 255;

    /** The code points that a task can have besides title and description. */
    public static final int LONGEST_REST = MOST_LABELS * LONGEST_LABEL + LONGEST_EXTERNAL_ID;

    /** Keeps its labels from change. */
    public TaskDraft {
        labels = List.copyOf(labels);
    }

    /**
     * Reads a task to create or to put in the place of another.
     *
     * @throws ProblemException 422 with every broken rule
     */
    public static TaskDraft read(ObjectNode body, PunchlistConfig.Limits limits) {
        return read(new Members(body, MEMBERS), limits);
    }

    /**
     * Reads what a patch made of a task.
     *
     * @throws ProblemException 422 with every rule that is broken by a member that the patch changed
     */
    public static TaskDraft readChanged(ObjectNode changed, ObjectNode current, PunchlistConfig.Limits limits) {
        return read(new Members(changed, MEMBERS, current), limits);
    }

    private static TaskDraft read(Members members, PunchlistConfig.Limits limits) {
        members.rejectNulls(NOT_NULLABLE);
        TaskDraft draft = new TaskDraft(
                members.requiredText("title", limits.title()),
                members.text("description", limits.description()),
                members.flag("is_completed", false),
                members.instant("due_at"),
                members.date("due_date"),
                members.integer("priority", 0, HIGHEST_PRIORITY, 0),
                members.texts("labels", MOST_LABELS, LONGEST_LABEL),
                members.nonEmptyText("external_id", LONGEST_EXTERNAL_ID));
        boolean due = members.isNew("due_at") || members.isNew("due_date");
        if (due && draft.dueAt != null && draft.dueDate != null) {
            members.reject("due_date", "excluded", "due_date and due_at exclude each other; set one of them to null.");
        }
        members.requireValid();
        return draft;
    }

    /**
     * Checks the members that a merge patch names, where their nulls still stand in it.
     *
     * @throws ProblemException 422 if one is unknown, or is null and cannot be
     */
    public static void requireMergeable(ObjectNode patch) {
        Members members = new Members(patch, MEMBERS);
        members.rejectNulls(NOT_NULLABLE);
        members.requireValid();
    }
}
