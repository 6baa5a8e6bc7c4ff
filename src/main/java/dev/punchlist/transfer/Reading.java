package dev.punchlist.transfer;

import dev.punchlist.task.TaskDraft;

/** What became of a record that says something: a task, or a line of the report. */
sealed interface Reading permits Reading.Taken, ImportReport.Rejected {

    /**
     * It can be written.
     *
     * @param draft what it says
     * @param bytes how long it is
     */
    record Taken(TaskDraft draft, int bytes) implements Reading {}
}
