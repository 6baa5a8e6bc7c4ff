package dev.punchlist.task;

import dev.punchlist.http.ProblemException;
import dev.punchlist.http.ProblemType;
import java.util.regex.Pattern;

/**
 * The id of a task.
 *
 * @param value as the database assigned it
 */
public record TaskId(long value) {

    /** Other writers may give a task any number. */
    private static final Pattern DIGITS = Pattern.compile("-?[0-9]{1,19}");

    /**
     * Reads an id from a path.
     *
     * @throws ProblemException 404 if no task can have such an id
     */
    public static TaskId parse(String segment) {
        try {
            if (DIGITS.matcher(segment).matches()) {
                return new TaskId(Long.parseLong(segment));
            }
        } catch (NumberFormatException e) {
            // Nineteen digits can exceed 64 bits: no task has such an id either.
        }
        throw notFound();
    }

    static ProblemException notFound() {
        return ProblemException.of(ProblemType.NOT_FOUND, "Task not found");
    }
}
