package dev.punchlist.task.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.punchlist.PunchlistConfig;
import dev.punchlist.http.input.QueryParameters;
import dev.punchlist.http.input.RequestBodies;
import dev.punchlist.http.json.JsonEquality;
import dev.punchlist.http.patch.MergePatch;
import dev.punchlist.http.patch.Patch;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import dev.punchlist.http.problem.Violation;
import dev.punchlist.task.TaskDraft;
import dev.punchlist.task.TaskPatch;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Reads the three kinds of patch that a task takes; each results in a whole task, checked like any other. */
@Singleton
public class TaskPatches {

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
            return read(bodies.patch(request));
        }
        if (!bodies.isEmpty(request)) {
            throw ProblemException.of(
                    ProblemType.MALFORMED_REQUEST, "Send a body or the parameter completed, not both.");
        }
        return merging(mapper.createObjectNode().put("is_completed", completed.get()));
    }

    private TaskPatch read(Patch patch) {
        return patch instanceof MergePatch merge ? merging((ObjectNode) merge.body()) : applying(patch);
    }

    /**
     * The task that this is to be.
     *
     * @throws ProblemException 422 if it breaks a rule
     */
    public TaskDraft draft(ObjectNode body) {
        return TaskDraft.read(body, limits);
    }

    /**
     * The patch that this merge patch (RFC 7396) is.
     *
     * @throws ProblemException 422 if it names what cannot be patched
     */
    public TaskPatch merging(ObjectNode body) {
        TaskDraft.requireMergeable(body);
        ObjectNode writable = mapper.createObjectNode();
        writable.setAll(body);
        return applying(new MergePatch(writable.remove(TaskDraft.READ_ONLY)));
    }

    private TaskPatch applying(Patch patch) {
        return task -> {
            ObjectNode current = mapper.valueToTree(task.view());
            ObjectNode changed = requireTask(patch.applyTo(current), current);
            return TaskDraft.readChanged(changed, current, limits);
        };
    }

    /** A merge patch that got so far leaves what it cannot change as it is. */
    private static ObjectNode requireTask(JsonNode result, ObjectNode current) {
        if (!(result instanceof ObjectNode task)) {
            throw ProblemException.invalid(
                    List.of(Violation.ofBody("type", "The patch must leave a task, that is, a JSON object.")));
        }
        List<Violation> changed = TaskDraft.READ_ONLY.stream()
                .filter(name -> !JsonEquality.equal(task.path(name), current.path(name)))
                .sorted()
                .map(name -> Violation.ofMember(name, "read_only", name + " cannot be patched."))
                .toList();
        if (!changed.isEmpty()) {
            throw ProblemException.invalid(changed);
        }
        return task;
    }
}
