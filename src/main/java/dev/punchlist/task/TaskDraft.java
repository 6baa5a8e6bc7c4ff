package dev.punchlist.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.punchlist.PunchlistConfig;
import dev.punchlist.http.Members;
import dev.punchlist.http.ProblemException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that a client may say about a task, valid by its making.
 *
 * @param title what is to be done
 * @param description more about it, if anything
 * @param isCompleted whether it is done
 */
public record TaskDraft(String title, @Nullable String description, boolean isCompleted) {

    /** Writable members and, accepted so that a client can send back what it got, read-only ones. */
    static final Set<String> MEMBERS =
            Set.of("title", "description", "is_completed", "id", "completed_at", "created_at", "updated_at", "version");

    /**
     * Reads a task to create or to put in the place of another.
     *
     * @throws ProblemException 422 with every broken rule
     */
    public static TaskDraft read(ObjectNode body, PunchlistConfig.Limits limits) {
        Members members = new Members(body, MEMBERS);
        TaskDraft draft = new TaskDraft(
                members.requiredText("title", limits.title()),
                members.text("description", limits.description()),
                members.flag("is_completed", false));
        members.requireValid();
        return draft;
    }
}
