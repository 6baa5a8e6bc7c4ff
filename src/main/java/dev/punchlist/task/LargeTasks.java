package dev.punchlist.task;

import dev.punchlist.database.DatabaseFailure;
import dev.punchlist.http.ProblemException;
import dev.punchlist.http.ProblemType;
import io.smallrye.mutiny.Uni;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tasks that other writers made larger than the service can hold. It says so instead of dying of them. */
final class LargeTasks {

    /** What one answer may read; what is made of it on the way is some times as large, and there are others at the same time. */
    static final long MOST_BYTES = Runtime.getRuntime().maxMemory() / 32;

    /** What an export may read of one task: no other is worked on meanwhile. */
    static final long MOST_EXPORTED_BYTES = Runtime.getRuntime().maxMemory() / 16;

    /** What the function of the database says that the statements call. */
    private static final Pattern REFUSAL = Pattern.compile("punchlist: the task (-?\\d+) is too large");

    private LargeTasks() {}

    /** The same work, which fails with a problem that names the task at which it became too much. */
    static <T> Uni<T> refused(Uni<T> work) {
        return work.onFailure(failure -> refusal(failure).find()).transform(failure -> {
            Matcher refusal = refusal(failure);
            return refusal.find() ? problem(refusal.group(1), MOST_BYTES) : failure;
        });
    }

    /** The problem of a task with which it would be more than so many bytes. */
    static ProblemException problem(String id, long bytes) {
        return ProblemException.of(
                ProblemType.CONTENT_TOO_LARGE,
                "With the task %s there is more to read than %s bytes. Ask for fewer tasks at once; if it alone is too large, its"
                                .formatted(id, bytes)
                        + " texts have to be shortened in the database. Nothing was changed.");
    }

    private static Matcher refusal(Throwable failure) {
        return REFUSAL.matcher(DatabaseFailure.of(failure).getMessage());
    }
}
