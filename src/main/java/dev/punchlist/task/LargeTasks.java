package dev.punchlist.task;

import dev.punchlist.database.failure.DatabaseFailure;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Tasks that other writers made larger than the service can hold. It says so instead of dying of them. */
public final class LargeTasks {

    /** An answer may read this part of the heap: what is made of it is some times as large, and there are others meanwhile. */
    private static final int SHARE_OF_AN_ANSWER = 32;

    /** An export may read this part for one task: no other is worked on meanwhile. */
    private static final int SHARE_OF_AN_EXPORT = 16;

    /** What the function of the database says that the statements call; the id stands in between. */
    private static final String REFUSAL = "punchlist: the task ";

    private static final String REFUSAL_END = " is too large";

    private LargeTasks() {}

    /** What one answer may read, in bytes. Not a constant: that of a native executable would be the builder's heap. */
    static long mostBytes() {
        return Runtime.getRuntime().maxMemory() / SHARE_OF_AN_ANSWER;
    }

    /** What an export may read of one task, in bytes. */
    public static long mostExportedBytes() {
        return Runtime.getRuntime().maxMemory() / SHARE_OF_AN_EXPORT;
    }

    /** The same work, which fails with a problem that names the task at which it became too much. */
    public static <T> Uni<T> refused(Uni<T> work) {
        return work.onFailure().transform(failure -> idIn(String.valueOf(
                        DatabaseFailure.of(failure).getMessage()))
                .<Throwable>map(id -> problem(id, mostBytes()))
                .orElse(failure));
    }

    private static Optional<String> idIn(String message) {
        int begin = message.indexOf(REFUSAL);
        int end = message.indexOf(REFUSAL_END, Math.max(0, begin));
        return begin < 0 || end < 0 ? Optional.empty() : Optional.of(message.substring(begin + REFUSAL.length(), end));
    }

    /** The problem of a task with which it would be more than so many bytes. */
    public static ProblemException problem(String id, long bytes) {
        return ProblemException.of(
                ProblemType.CONTENT_TOO_LARGE,
                "With the task %s there is more to read than %s bytes. Ask for fewer tasks at once; if it alone is too large, its"
                                .formatted(id, bytes)
                        + " texts have to be shortened in the database. Nothing was changed.");
    }
}
