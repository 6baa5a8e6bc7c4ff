package dev.punchlist.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punchlist.http.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;
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
 * @param problem why it was refused
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
        @Nullable Problem problem) {

    /** The same for a client that does not want to see the task. */
    BatchResult withoutTask() {
        return new BatchResult(index, op, status, id, etag, null, problem);
    }
}
