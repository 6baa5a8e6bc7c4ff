package dev.punchlist.transfer;

import dev.punchlist.http.QueryParameters;
import java.util.List;

/**
 * How an import is done.
 *
 * @param dryRun whether all is rolled back in the end
 * @param atomic whether all is rolled back if any line is rejected
 */
record ImportOptions(boolean dryRun, boolean atomic) {

    static final List<String> PARAMETERS = List.of("dry_run", "atomic");

    static ImportOptions read(QueryParameters query) {
        return new ImportOptions(
                query.flag("dry_run").orElse(false), query.flag("atomic").orElse(false));
    }

    /** Whether all is done in one transaction. */
    boolean atOnce() {
        return dryRun || atomic;
    }
}
