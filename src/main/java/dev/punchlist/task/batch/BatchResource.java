package dev.punchlist.task.batch;

import dev.punchlist.PunchlistConfig;
import dev.punchlist.database.Turns;
import dev.punchlist.database.capacity.Compartments;
import dev.punchlist.database.capacity.Deadline;
import dev.punchlist.database.failure.DatabaseFailure;
import dev.punchlist.http.answer.Answer;
import dev.punchlist.http.answer.Answers;
import dev.punchlist.http.answer.Preferences;
import dev.punchlist.http.error.ProblemWriter;
import dev.punchlist.http.input.MediaTypes;
import dev.punchlist.http.input.QueryParameters;
import dev.punchlist.http.input.RequestBodies;
import dev.punchlist.http.route.RouteDescription;
import dev.punchlist.idempotency.Idempotency;
import dev.punchlist.task.Task;
import dev.punchlist.tenant.CurrentTenant;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Many operations at once, over HTTP. */
@Path("/tasks/batch")
@Produces(MediaType.APPLICATION_JSON)
@Cancellable(false)
public class BatchResource {

    /** How often a batch is begun anew because someone else took an external id while it was under way. */
    private static final int RETRIES = 3;

    /**
     * A few bytes can ask for tasks that are large, a thousand at once. Beyond this and four times what was sent they are left
     * out, as return=minimal does, so that neither memory nor what an Idempotency-Key keeps grows out of proportion.
     */
    private static final long ROOM_FOR_TASKS = 512L << 10;

    private static final long ROOM_PER_BYTE = 4;

    private static final int OK = 200;
    private static final int MULTI_STATUS = 207;

    private final Compartments compartments;
    private final TaskBatch batch;
    private final BatchCulprits culprits;
    private final Idempotency idempotency;
    private final RequestBodies bodies;
    private final Answers answers;
    private final ProblemWriter problems;
    private final CurrentTenant tenant;
    private final PunchlistConfig.Deadline deadlines;

    BatchResource(
            Compartments compartments,
            TaskBatch batch,
            BatchCulprits culprits,
            Idempotency idempotency,
            RequestBodies bodies,
            Answers answers,
            ProblemWriter problems,
            CurrentTenant tenant,
            PunchlistConfig config) {
        this.compartments = compartments;
        this.batch = batch;
        this.culprits = culprits;
        this.idempotency = idempotency;
        this.bodies = bodies;
        this.answers = answers;
        this.problems = problems;
        this.tenant = tenant;
        this.deadlines = config.deadline();
    }

    @jakarta.enterprise.inject.Produces
    static RouteDescription batches() {
        return RouteDescription.of(
                "/tasks/batch", List.of("OPTIONS", "POST"), List.of(MediaType.APPLICATION_JSON), MediaTypes.POST_JSON);
    }

    /** Does all of the operations or none; with {@code atomic=false} each that can be done. */
    @POST
    public Uni<Response> run(@Context RoutingContext request) {
        QueryParameters parameters = QueryParameters.of(request, "atomic");
        boolean atomic = parameters.flag("atomic").orElse(true);
        parameters.requireValid();
        List<BatchOperation> operations = batch.read(bodies.array(request, MediaTypes.POST_JSON));
        Preferences preferences = Preferences.of(request);
        Deadline deadline = preferences.deadline(deadlines);
        return done(operations, atomic, request, preferences, deadline)
                .onFailure(DatabaseFailure::breaksConstraint)
                .recoverWithUni(() -> culprits.refused(tenant.get(), operations, deadline)
                        .chain(judged -> done(judged, atomic, request, preferences, deadline)))
                .map(Answer::toResponse);
    }

    private Uni<Answer> done(
            List<BatchOperation> operations,
            boolean atomic,
            RoutingContext request,
            Preferences preferences,
            Deadline deadline) {
        return idempotency
                .once(request, tenant.get(), compartments.of(Compartments.Work.BATCH), deadline, () -> batch.run(
                                tenant.get(), operations, atomic, refusal -> problems.problem(refusal, request))
                        .plug(Turns::anew)
                        .map(results -> answer(request, atomic ? OK : MULTI_STATUS, results, preferences)))
                .onFailure(Task::isDuplicate)
                .retry()
                .atMost(RETRIES);
    }

    private Answer answer(RoutingContext request, int status, List<BatchResult> results, Preferences preferences) {
        long bytes = results.stream().mapToLong(BatchResult::taskBytes).sum();
        long room = ROOM_FOR_TASKS + ROOM_PER_BYTE * bodies.size(request);
        Preferences granted = bytes > room ? preferences.withReturn(Preferences.Return.MINIMAL) : preferences;
        return answers.parts(status, granted.minimal() ? withoutTasks(results) : results, granted);
    }

    private static List<BatchResult> withoutTasks(List<BatchResult> results) {
        return results.stream().map(BatchResult::withoutTask).toList();
    }
}
