package dev.punchlist.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.punchlist.PunchlistConfig;
import dev.punchlist.http.Members;
import dev.punchlist.http.ProblemException;
import java.util.function.UnaryOperator;

/** A change of some members; what it does not name stays as it is. */
@FunctionalInterface
public interface TaskPatch extends UnaryOperator<TaskDraft> {

    /** Sets the completion flag and nothing else. */
    static TaskPatch complete(boolean completed) {
        return draft -> new TaskDraft(draft.title(), draft.description(), completed);
    }

    /**
     * Reads a merge patch (RFC 7396): an absent member stays, null clears, and a member that cannot be cleared refuses null.
     *
     * @throws ProblemException 422 with every broken rule
     */
    static TaskPatch readMerge(ObjectNode body, PunchlistConfig.Limits limits) {
        Members members = new Members(body, TaskDraft.MEMBERS);
        String title = members.has("title") ? members.requiredText("title", limits.title()) : "";
        String description = members.text("description", limits.description());
        boolean isCompleted = members.flag("is_completed", false);
        members.requireValid();
        return draft -> new TaskDraft(
                members.has("title") ? title : draft.title(),
                members.has("description") ? description : draft.description(),
                members.has("is_completed") ? isCompleted : draft.isCompleted());
    }
}
