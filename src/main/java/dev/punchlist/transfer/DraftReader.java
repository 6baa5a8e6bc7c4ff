package dev.punchlist.transfer;

import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.Violation;
import java.util.List;

/** Reads tasks out of the text of one import: every record that says something about a task comes out once. */
interface DraftReader {

    /**
     * What is whole with this piece of the text.
     *
     * @throws UnreadableImportException if it shows that nothing of the import can be read
     */
    List<Reading> read(byte[] piece);

    /**
     * What is whole with the end of the text.
     *
     * @throws UnreadableImportException if it shows that nothing of the import can be read
     */
    List<Reading> end();

    /** A record, or an import, that cannot be read at all. */
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
