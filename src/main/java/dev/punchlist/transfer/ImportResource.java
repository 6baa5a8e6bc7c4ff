package dev.punchlist.transfer;

import dev.punchlist.http.MediaTypes;
import dev.punchlist.http.ProblemWriter;
import dev.punchlist.http.QueryParameters;
import dev.punchlist.http.RequestStreams;
import dev.punchlist.http.ResponseStreams;
import dev.punchlist.http.RouteDescription;
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
    private final ResponseStreams responses;
    private final ProblemWriter problems;
    private final CurrentTenant tenant;

    ImportResource(
            TaskImport tasks,
            RequestStreams requests,
            ResponseStreams responses,
            ProblemWriter problems,
            CurrentTenant tenant) {
        this.tasks = tasks;
        this.requests = requests;
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
        String mediaType = MediaTypes.IMPORT.require(request.request().getHeader("Content-Type"));
        MediaTypes.requireIdentity(request.request().headers().getAll("Content-Encoding"));
        return responses.send(
                request,
                Map.of("Content-Type", MediaTypes.NDJSON),
                tasks.report(
                        tenant.get(),
                        mediaType,
                        options,
                        requests.body(request),
                        failure -> problems.problem(failure, request)));
    }
}
