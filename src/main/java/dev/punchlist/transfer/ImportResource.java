package dev.punchlist.transfer;

import dev.punchlist.http.error.ProblemWriter;
import dev.punchlist.http.input.MediaTypes;
import dev.punchlist.http.input.QueryParameters;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import dev.punchlist.http.route.RouteDescription;
import dev.punchlist.http.stream.BodySlices;
import dev.punchlist.http.stream.RequestStreams;
import dev.punchlist.http.stream.ResponseStreams;
import dev.punchlist.tenant.CurrentTenant;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Any number of tasks at once, over HTTP. */
@Path("/tasks/import")
@Cancellable(false)
public class ImportResource {

    private final TaskImport tasks;
    private final RequestStreams requests;
    private final BodySlices slices;
    private final ResponseStreams responses;
    private final ProblemWriter problems;
    private final CurrentTenant tenant;

    ImportResource(
            TaskImport tasks,
            RequestStreams requests,
            BodySlices slices,
            ResponseStreams responses,
            ProblemWriter problems,
            CurrentTenant tenant) {
        this.tasks = tasks;
        this.requests = requests;
        this.slices = slices;
        this.responses = responses;
        this.problems = problems;
        this.tenant = tenant;
    }

    @jakarta.enterprise.inject.Produces
    static RouteDescription imports() {
        return RouteDescription.of(
                        "/tasks/import", List.of("OPTIONS", "POST"), List.of(MediaTypes.NDJSON), MediaTypes.IMPORT)
                .streaming();
    }

    /** Creates and changes tasks, line by line, and reports on what it could not take. */
    @POST
    @Produces(MediaTypes.NDJSON)
    public Uni<Void> importTasks(@Context RoutingContext request) {
        QueryParameters parameters = QueryParameters.of(request, ImportOptions.PARAMETERS);
        ImportOptions options = ImportOptions.read(parameters);
        parameters.requireValid();
        ImportBody body = ImportBody.of(request.request().headers());
        requireNoKey(request);
        return responses.send(
                request,
                Map.of("Content-Type", MediaTypes.NDJSON),
                tasks.report(
                        tenant.get(),
                        body.csv(),
                        options.orDelimiter(body.delimiter()),
                        requests.announced(request),
                        slices.of(requests.body(request), body.gzip()),
                        failure -> problems.problem(failure, request)));
    }

    /** External ids make an import repeatable; a key cannot, because whole chunks stand when the connection is lost. */
    private static void requireNoKey(RoutingContext request) {
        if (request.request().headers().contains("Idempotency-Key")) {
            throw ProblemException.of(
                    ProblemType.MALFORMED_REQUEST,
                    "An import takes no Idempotency-Key. Give each line an external_id: then the same import can be"
                            + " sent again, and changes nothing twice.");
        }
    }
}
