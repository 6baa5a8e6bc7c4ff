package dev.punchlist.task.resource;

import dev.punchlist.PunchlistConfig;
import dev.punchlist.database.Transactions;
import dev.punchlist.database.capacity.Compartments;
import dev.punchlist.database.capacity.Deadline;
import dev.punchlist.http.answer.Answer;
import dev.punchlist.http.answer.Cursors;
import dev.punchlist.http.answer.Links;
import dev.punchlist.http.answer.Preconditions;
import dev.punchlist.http.answer.Preferences;
import dev.punchlist.http.input.MediaTypes;
import dev.punchlist.http.input.QueryParameters;
import dev.punchlist.http.input.RequestBodies;
import dev.punchlist.http.route.RouteDescription;
import dev.punchlist.idempotency.Idempotency;
import dev.punchlist.task.Task;
import dev.punchlist.task.TaskDraft;
import dev.punchlist.task.TaskId;
import dev.punchlist.task.TaskPatch;
import dev.punchlist.task.list.TaskLists;
import dev.punchlist.task.list.TaskQuery;
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
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.jboss.resteasy.reactive.server.Cancellable;

/**
 * The tasks over HTTP. A client that goes away does not cancel what it began: the transaction ends in its own time, and
 * its connection goes back to the pool whole.
 */
@Path("/tasks")
@Produces(MediaType.APPLICATION_JSON)
@Cancellable(false)
public class TaskResource {

    private final Transactions transactions;
    private final Compartments compartments;
    private final Idempotency idempotency;
    private final RequestBodies bodies;
    private final TaskPatches patches;
    private final TaskAnswers answers;
    private final Cursors cursors;
    private final CurrentTenant tenant;
    private final PunchlistConfig config;
    private final Clock clock;

    TaskResource(
            Transactions transactions,
            Compartments compartments,
            Idempotency idempotency,
            RequestBodies bodies,
            TaskPatches patches,
            TaskAnswers answers,
            Cursors cursors,
            CurrentTenant tenant,
            PunchlistConfig config,
            Clock clock) {
        this.transactions = transactions;
        this.compartments = compartments;
        this.idempotency = idempotency;
        this.bodies = bodies;
        this.patches = patches;
        this.answers = answers;
        this.cursors = cursors;
        this.tenant = tenant;
        this.config = config;
        this.clock = clock;
    }

    @jakarta.enterprise.inject.Produces
    static RouteDescription tasks() {
        return RouteDescription.of(
                "/tasks",
                List.of("GET", "HEAD", "OPTIONS", "POST"),
                List.of(MediaType.APPLICATION_JSON),
                MediaTypes.POST_JSON);
    }

    @jakarta.enterprise.inject.Produces
    static RouteDescription task() {
        return RouteDescription.of(
                "/tasks/{id}",
                List.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "PUT"),
                List.of(MediaType.APPLICATION_JSON),
                MediaTypes.PUT_JSON,
                MediaTypes.PATCH);
    }

    /** Creates a task. */
    @POST
    public Uni<Response> create(@Context RoutingContext request) {
        QueryParameters.of(request).requireValid();
        TaskDraft draft = TaskDraft.read(bodies.object(request, MediaTypes.POST_JSON), config.limits());
        Preferences preferences = Preferences.of(request);
        return idempotency
                .onceInOneStatement(request, tenant.get(), preferences.deadline(config.deadline()), () -> Task.create(
                                tenant.get(), draft, clock.instant())
                        .map(task -> answers.created(task, preferences)))
                .map(Answer::toResponse);
    }

    /** A page of the tasks that pass a filter, in the order asked for, with links to the pages around it. */
    @GET
    public Uni<Response> list(@Context RoutingContext request) {
        QueryParameters parameters = QueryParameters.of(request, TaskQuery.PARAMETERS);
        TaskQuery query = TaskQuery.read(parameters, tenant.get(), cursors);
        parameters.requireValid();
        Links links = Links.of(request);
        Preferences preferences = Preferences.of(request);
        Deadline deadline = preferences.deadline(config.deadline());
        return transactions
                .read(compartments.of(query.work(preferences.count())), deadline, () -> TaskLists.page(query)
                        .chain(page -> TaskLists.total(query, preferences.count())
                                .map(total -> answers.page(page, query, total, links, preferences))))
                .map(Answer::toResponse);
    }

    /** One task, or 304 where the client has it already. */
    @GET
    @Path("/{id}")
    public Uni<Response> get(@PathParam("id") String id, @Context RoutingContext request) {
        TaskId taskId = TaskId.parse(id);
        QueryParameters.of(request).requireValid();
        Preconditions conditions = Preconditions.of(request);
        Preferences preferences = Preferences.of(request);
        return transactions
                .lookUp(preferences.deadline(config.deadline()), () -> Task.byId(tenant.get(), taskId))
                .map(task -> answers.found(task, conditions).toResponse());
    }

    /** Replaces all writable members. */
    @PUT
    @Path("/{id}")
    public Uni<Response> replace(@PathParam("id") String id, @Context RoutingContext request) {
        TaskId taskId = TaskId.parse(id);
        QueryParameters.of(request).requireValid();
        TaskDraft draft = TaskDraft.read(bodies.object(request, MediaTypes.PUT_JSON), config.limits());
        return change(taskId, request, task -> draft);
    }

    /** Changes some members, by a merge patch, a JSON Patch or, as the origin has it, by {@code ?completed=}. */
    @PATCH
    @Path("/{id}")
    public Uni<Response> patch(@PathParam("id") String id, @Context RoutingContext request) {
        TaskId taskId = TaskId.parse(id);
        return change(taskId, request, patches.read(request));
    }

    /** Deletes a task. */
    @DELETE
    @Path("/{id}")
    public Uni<Response> delete(@PathParam("id") String id, @Context RoutingContext request) {
        TaskId taskId = TaskId.parse(id);
        QueryParameters.of(request).requireValid();
        return onLocked(
                taskId, request, Preferences.of(request), task -> task.delete().replaceWith(answers::deleted));
    }

    private Uni<Response> change(TaskId id, RoutingContext request, TaskPatch patch) {
        Preferences preferences = Preferences.of(request);
        return onLocked(id, request, preferences, task -> task.replace(patch.applyTo(task), clock.instant())
                .map(changed -> answers.changed(changed, preferences)));
    }

    /** Works on a task that no one else can change meanwhile, if the conditions of the request hold for it. */
    private Uni<Response> onLocked(
            TaskId id, RoutingContext request, Preferences preferences, Function<Task, Uni<? extends Answer>> work) {
        Preconditions conditions = Preconditions.ofWrite(request, config.http().requireIfMatch());
        Deadline deadline = preferences.deadline(config.deadline());
        return idempotency
                .once(request, tenant.get(), compartments.ofChanges(id), deadline, () -> Task.lockById(tenant.get(), id)
                        .invoke(task -> conditions.require(TaskAnswers.tagOf(task)))
                        .chain(work))
                .map(Answer::toResponse);
    }
}
