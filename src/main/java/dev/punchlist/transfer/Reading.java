package dev.punchlist.transfer;

import dev.punchlist.task.TaskDraft;

/** What became of a record that says something: a task, or a line of the report. */
sealed interface Reading permits Reading.Taken, ImportReport.Rejected {

    /**
     * It can be written.
     *
     * @param draft what it says
     * @param line its number, from 1
     * @param bytes how long it is
     */
    record Taken(TaskDraft draft, long line, int bytes) implements Reading {}
}
