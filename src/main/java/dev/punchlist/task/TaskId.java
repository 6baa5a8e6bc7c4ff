package dev.punchlist.task;

import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import dev.punchlist.http.syntax.WholeNumber;
import java.util.OptionalLong;

/**
 * The id of a task.
 *
 * @param value as the database assigned it
 */
public record TaskId(long value) {

    /**
     * Reads an id from a path.
     *
     * @throws ProblemException 404 if no task can have such an id
     */
    public static TaskId parse(String segment) {
        return of(WholeNumber.of(segment));
    }

    /**
     * The id that this number is.
     *
     * @throws ProblemException 404 if no task can have such an id
     */
    public static TaskId of(OptionalLong number) {
        return number.stream().mapToObj(TaskId::new).findFirst().orElseThrow(TaskId::notFound);
    }

    /** The 404 of an id that no task has. */
    public static ProblemException notFound() {
        return ProblemException.of(ProblemType.NOT_FOUND, "Task not found");
    }
}
