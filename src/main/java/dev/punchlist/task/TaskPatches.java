package dev.punchlist.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.punchlist.PunchlistConfig;
import dev.punchlist.http.JsonPatch;
import dev.punchlist.http.MergePatch;
import dev.punchlist.http.ProblemException;
import dev.punchlist.http.ProblemType;
import dev.punchlist.http.QueryParameters;
import dev.punchlist.http.RequestBodies;
import dev.punchlist.http.Violation;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Reads the three kinds of patch that a task takes; each results in a whole task, checked like any other. */
@Singleton
class TaskPatches {

    private final RequestBodies bodies;
    private final ObjectMapper mapper;
    private final PunchlistConfig.Limits limits;

    TaskPatches(RequestBodies bodies, ObjectMapper mapper, PunchlistConfig config) {
        this.bodies = bodies;
        this.mapper = mapper;
        this.limits = config.limits();
    }

    /**
     * The patch that this request asks for.
     *
     * @throws ProblemException if it asks for none, for two, or for one that is not well-formed
     */
    TaskPatch read(RoutingContext request) {
        QueryParameters query = QueryParameters.of(request, "completed");
        Optional<Boolean> completed = query.flag("completed");
        query.requireValid();
        if (completed.isEmpty()) {
            return bodies.patch(request, patch -> merging((ObjectNode) patch.body()), this::operating);
        }
        if (!bodies.isEmpty(request)) {
            throw ProblemException.of(
                    ProblemType.MALFORMED_REQUEST, "Send a body or the parameter completed, not both.");
        }
        return task -> task.draft().completed(completed.get());
    }

    /**
     * The task that this is to be.
     *
     * @throws ProblemException 422 if it breaks a rule
     */
    TaskDraft draft(ObjectNode body) {
        return TaskDraft.read(body, limits);
    }

    /**
     * The patch that this merge patch (RFC 7396) is.
     *
     * @throws ProblemException 422 if it names what cannot be patched
     */
    TaskPatch merging(ObjectNode body) {
        TaskDraft.requireMergeable(body);
        MergePatch writable = new MergePatch(body.deepCopy().remove(TaskDraft.READ_ONLY));
        return task -> {
            ObjectNode current = documentOf(task);
            return TaskDraft.readChanged((ObjectNode) writable.applyTo(current), current, limits);
        };
    }

    private TaskPatch operating(JsonPatch patch) {
        return task -> {
            ObjectNode current = documentOf(task);
            ObjectNode changed = requireTask(patch.applyTo(current), current);
            return TaskDraft.readChanged(changed, current, limits);
        };
    }

    private static ObjectNode requireTask(JsonNode result, ObjectNode current) {
        if (!(result instanceof ObjectNode task)) {
            throw ProblemException.invalid(
                    List.of(Violation.ofBody("type", "The patch must leave a task, that is, a JSON object.")));
        }
        List<Violation> changed = TaskDraft.READ_ONLY.stream()
                .filter(name -> !task.path(name).equals(current.path(name)))
                .sorted()
                .map(name -> Violation.ofMember(name, "read_only", name + " cannot be patched."))
                .toList();
        if (!changed.isEmpty()) {
            throw ProblemException.invalid(changed);
        }
        return task;
    }

    private ObjectNode documentOf(Task task) {
        try {
            return (ObjectNode) mapper.readTree(mapper.writeValueAsBytes(task.view()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
