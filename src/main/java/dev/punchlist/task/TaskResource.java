package dev.punchlist.task;

import dev.punchlist.PunchlistConfig;
import dev.punchlist.database.Transactions;
import dev.punchlist.http.MediaTypes;
import dev.punchlist.http.ProblemException;
import dev.punchlist.http.ProblemType;
import dev.punchlist.http.QueryParameters;
import dev.punchlist.http.RequestBodies;
import dev.punchlist.http.RouteDescription;
import dev.punchlist.tenant.CurrentTenant;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;

/**
 * The tasks over HTTP. A client that goes away does not cancel what it began: the transaction ends in its own time, and
 * its connection goes back to the pool whole.
 */
@Path("/tasks")
@Produces(MediaType.APPLICATION_JSON)
@Cancellable(false)
public class TaskResource {

    private static final int MAX_SKIP = 10_000;
    private static final int MAX_LIMIT = 1_000;
    private static final int DEFAULT_LIMIT = 10;

    private final Transactions transactions;
    private final RequestBodies bodies;
    private final CurrentTenant tenant;
    private final PunchlistConfig.Limits limits;
    private final Clock clock;

    TaskResource(
            Transactions transactions,
            RequestBodies bodies,
            CurrentTenant tenant,
            PunchlistConfig config,
            Clock clock) {
        this.transactions = transactions;
        this.bodies = bodies;
        this.tenant = tenant;
        this.limits = config.limits();
        this.clock = clock;
    }

    @jakarta.enterprise.inject.Produces
    static RouteDescription tasks() {
        return RouteDescription.of(
                "/tasks", List.of("GET", "HEAD", "OPTIONS", "POST"), List.of(MediaType.APPLICATION_JSON));
    }

    @jakarta.enterprise.inject.Produces
    static RouteDescription task() {
        return RouteDescription.of(
                "/tasks/{id}",
                List.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "PUT"),
                List.of(MediaType.APPLICATION_JSON));
    }

    /** Creates a task. */
    @POST
    public Uni<RestResponse<TaskView>> create(@Context RoutingContext request) {
        QueryParameters.of(request).requireValid();
        TaskDraft draft = TaskDraft.read(bodies.object(request, MediaTypes.POST_JSON), limits);
        return inTransaction(() -> Task.create(tenant.get(), draft, clock.instant()))
                .map(Task::view)
                .map(TaskResource::created);
    }

    /** The tasks in id order, from the skip-th on. */
    @GET
    public Uni<List<TaskView>> list(@Context RoutingContext request) {
        QueryParameters query = QueryParameters.of(request, "skip", "limit");
        int skip = query.integer("skip", 0, MAX_SKIP, 0);
        int limit = query.integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        query.requireValid();
        return inTransaction(() -> Task.page(tenant.get(), skip, limit))
                .map(tasks -> tasks.stream().map(Task::view).toList());
    }

    /** One task. */
    @GET
    @Path("/{id}")
    public Uni<TaskView> get(@PathParam("id") String id, @Context RoutingContext request) {
        TaskId taskId = TaskId.parse(id);
        QueryParameters.of(request).requireValid();
        return inTransaction(() -> Task.byId(tenant.get(), taskId)).map(Task::view);
    }

    /** Replaces all writable members. */
    @PUT
    @Path("/{id}")
    public Uni<TaskView> replace(@PathParam("id") String id, @Context RoutingContext request) {
        TaskId taskId = TaskId.parse(id);
        QueryParameters.of(request).requireValid();
        TaskDraft draft = TaskDraft.read(bodies.object(request, MediaTypes.PUT_JSON), limits);
        return change(taskId, task -> task.replace(draft, clock.instant())).map(Task::view);
    }

    /** Changes some members, by a merge patch or, as the origin has it, by {@code ?completed=}. */
    @PATCH
    @Path("/{id}")
    public Uni<TaskView> patch(@PathParam("id") String id, @Context RoutingContext request) {
        TaskId taskId = TaskId.parse(id);
        TaskPatch patch = readPatch(request);
        return change(taskId, task -> task.replace(patch.apply(task.draft()), clock.instant()))
                .map(Task::view);
    }

    /** Deletes a task. */
    @DELETE
    @Path("/{id}")
    public Uni<RestResponse<Void>> delete(@PathParam("id") String id, @Context RoutingContext request) {
        TaskId taskId = TaskId.parse(id);
        QueryParameters.of(request).requireValid();
        return change(taskId, Task::delete).replaceWith(RestResponse.noContent());
    }

    private TaskPatch readPatch(RoutingContext request) {
        QueryParameters query = QueryParameters.of(request, "completed");
        Optional<Boolean> completed = query.flag("completed");
        query.requireValid();
        if (completed.isEmpty()) {
            return TaskPatch.readMerge(bodies.object(request, MediaTypes.PATCH), limits);
        }
        if (!bodies.isEmpty(request)) {
            throw ProblemException.of(
                    ProblemType.MALFORMED_REQUEST, "Send a body or the parameter completed, not both.");
        }
        return TaskPatch.complete(completed.get());
    }

    private <T> Uni<T> change(TaskId id, Function<Task, Uni<? extends T>> change) {
        return inTransaction(() -> Task.lockById(tenant.get(), id).chain(change));
    }

    private <T> Uni<T> inTransaction(Supplier<Uni<T>> work) {
        return transactions.run(ProblemException.class, work);
    }

    private static RestResponse<TaskView> created(TaskView task) {
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, task)
                .header("Location", "/tasks/" + task.id())
                .build();
    }
}
