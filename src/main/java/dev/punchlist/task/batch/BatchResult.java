package dev.punchlist.task.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punchlist.http.problem.Problem;
import dev.punchlist.http.syntax.Text;
import dev.punchlist.task.TaskView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What became of one operation of a batch.
 *
 * @param index its place in the batch, from 0
 * @param op its name, if that is known
 * @param status what a request of its own would have been answered with
 * @param id the task
 * @param etag the entity tag of the task as it is now
 * @param task the task as it is now
 * @param code which kind of problem it is, if it was refused
 * @param problem why it was refused; only for the first hundred that were
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record BatchResult(
        int index,
        @Nullable String op,
        int status,
        @Nullable Long id,
        @Nullable String etag,
        @Nullable TaskView task,
        @Nullable String code,
        @Nullable Problem problem) {

    /** What a task takes in an answer besides its texts, in bytes. */
    private static final int BYTES_BESIDES_TEXTS = 450;

    /** The same for a client that does not want to see the task. */
    BatchResult withoutTask() {
        return new BatchResult(index, op, status, id, etag, null, code, problem);
    }

    /** The same for a refusal, explained. */
    BatchResult explained(Problem reason) {
        return new BatchResult(index, op, status, id, etag, task, code, reason);
    }

    /** How many bytes of an answer the task takes, about. */
    int taskBytes() {
        return task == null
                ? 0
                : BYTES_BESIDES_TEXTS
                        + Stream.concat(
                                        Stream.of(task.title(), task.description(), task.externalId()),
                                        task.labels().stream())
                                .filter(Objects::nonNull)
                                .mapToInt(Text::jsonBytes)
                                .sum();
    }
}
