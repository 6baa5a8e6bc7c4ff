package dev.punchlist.task;

/** A change of some members; what it does not name stays as it is. */
@FunctionalInterface
public interface TaskPatch {

    /** What the task is to be like, given what it is like now. */
    TaskDraft applyTo(Task task);
}
