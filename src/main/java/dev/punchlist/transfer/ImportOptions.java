package dev.punchlist.transfer;

import dev.punchlist.http.input.QueryParameters;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an import is done.
 *
 * @param dryRun whether nothing is written in the end
 * @param atomic whether nothing is written if any line is rejected
 * @param delimiter what stands between the cells of CSV, where the client says it
 */
record ImportOptions(boolean dryRun, boolean atomic, Optional<String> delimiter) {

    static final List<String> PARAMETERS = List.of("dry_run", "atomic", "delimiter");

    /** A semicolon separates parameters for some, and a tab cannot be seen: both have names, too. */
    private static final Map<String, String> DELIMITERS =
            Map.of(",", ",", "comma", ",", ";", ";", "semicolon", ";", "\t", "\t", "tab", "\t");

    static ImportOptions read(QueryParameters query) {
        return new ImportOptions(
                query.flag("dry_run").orElse(false), query.flag("atomic").orElse(false), delimiter(query));
    }

    private static Optional<String> delimiter(QueryParameters query) {
        Optional<String> named = query.text("delimiter", 10);
        if (named.isPresent() && !DELIMITERS.containsKey(named.get())) {
            query.reject("delimiter", "type", "delimiter must be comma, semicolon or tab, or the character itself.");
        }
        return named.map(DELIMITERS::get);
    }

    /** The same options with this delimiter, unless the client says another. */
    ImportOptions orDelimiter(Optional<String> other) {
        return new ImportOptions(dryRun, atomic, delimiter.or(() -> other));
    }

    /** Whether all is written at once or not at all. */
    boolean atOnce() {
        return dryRun || atomic;
    }
}
