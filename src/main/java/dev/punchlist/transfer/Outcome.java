package dev.punchlist.transfer;

import dev.punchlist.database.failure.DatabaseFailure;
import dev.punchlist.http.error.ProblemTable;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.Violation;
import dev.punchlist.task.upsert.Upserted;
import java.util.List;
import java.util.stream.Stream;

/**
 * What became of some lines that could be read.
 *
 * @param written those that stand now, or would
 * @param rejected those that the database refused
 */
record Outcome(Upserted written, List<ImportReport.Rejected> rejected) {

    /** Of no lines. */
    static final Outcome NOTHING = of(Upserted.NOTHING);

    static Outcome of(Upserted written) {
        return new Outcome(written, List.of());
    }

    /** The line breaks a constraint that only the database knows. */
    static Outcome refused(Reading.Taken line, Throwable failure) {
        ProblemException problem = ProblemTable.problemOf(DatabaseFailure.of(failure));
        Violation violation = Violation.ofBody(problem.type().slug().replace('-', '_'), problem.detail());
        return new Outcome(Upserted.NOTHING, List.of(new ImportReport.Rejected(line.line(), List.of(violation))));
    }

    Outcome and(Outcome further) {
        return new Outcome(
                written.and(further.written),
                Stream.concat(rejected.stream(), further.rejected.stream()).toList());
    }
}
