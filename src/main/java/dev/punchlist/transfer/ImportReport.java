package dev.punchlist.transfer;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punchlist.http.problem.Problem;
import dev.punchlist.http.problem.Violation;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of the answer to an import. */
final class ImportReport {

    private ImportReport() {}

    /**
     * A line that was rejected.
     *
     * @param line its number, from 1
     * @param errors the rules that it breaks
     */
    @RegisterForReflection
    record Rejected(long line, List<Violation> errors) implements Reading {}

    /**
     * The last line.
     *
     * @param end whether the import came to its end; false if it was given up, for the reason in problem
     * @param lines how many lines said something about a task
     * @param created how many tasks are new
     * @param updated how many tasks changed
     * @param unchanged how many tasks were so already
     * @param rejected how many lines were rejected
     * @param committed whether what was written stands
     * @param dryRun whether it was not to stand
     * @param problem why the import was given up
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Totals(
            boolean end,
            long lines,
            long created,
            long updated,
            long unchanged,
            long rejected,
            boolean committed,
            boolean dryRun,
            @Nullable Problem problem) {}
}
