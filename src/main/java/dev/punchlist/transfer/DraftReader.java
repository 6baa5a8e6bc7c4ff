package dev.punchlist.transfer;

import dev.punchlist.http.ProblemException;
import dev.punchlist.http.Violation;
import dev.punchlist.task.TaskDraft;
import java.util.List;
import java.util.Optional;

/** Reads tasks from the lines of one import. */
interface DraftReader {

    /**
     * What a line says; empty where it says nothing about a task.
     *
     * @throws ProblemException 422 if it breaks rules; the import goes on with the next line
     * @throws UnreadableImportException if it shows that no line of the import can be read
     */
    Optional<TaskDraft> read(byte[] line);

    /** A line that cannot be read at all. */
    static ProblemException unreadable(String detail) {
        return ProblemException.invalid(List.of(Violation.ofBody("malformed", detail)));
    }

    /** Nothing of the import can be read. */
    final class UnreadableImportException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient ProblemException problem;

        UnreadableImportException(ProblemException problem) {
            super(problem.getMessage(), null, false, false);
            this.problem = problem;
        }

        ProblemException problem() {
            return problem;
        }
    }
}
