package dev.punchlist.transfer;

import dev.punchlist.http.entry.Negotiation;
import dev.punchlist.http.input.MediaTypes;
import dev.punchlist.http.input.QueryParameters;
import dev.punchlist.http.route.RouteDescription;
import dev.punchlist.http.stream.Compression;
import dev.punchlist.http.stream.ResponseStreams;
import dev.punchlist.task.list.TaskFilter;
import dev.punchlist.tenant.CurrentTenant;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.server.Cancellable;

/** All tasks at once, over HTTP. */
@Path("/tasks/export")
@Cancellable(false)
public class ExportResource {

    private final TaskExport export;
    private final NdjsonFormat ndjson;
    private final CsvFormat csv;
    private final ResponseStreams responses;
    private final CurrentTenant tenant;

    ExportResource(
            TaskExport export, NdjsonFormat ndjson, CsvFormat csv, ResponseStreams responses, CurrentTenant tenant) {
        this.export = export;
        this.ndjson = ndjson;
        this.csv = csv;
        this.responses = responses;
        this.tenant = tenant;
    }

    @jakarta.enterprise.inject.Produces
    static RouteDescription export() {
        return RouteDescription.of(
                "/tasks/export", List.of("GET", "HEAD", "OPTIONS"), List.of(MediaTypes.NDJSON, MediaTypes.CSV));
    }

    /** Streams the tasks that pass the filter, as they are at one moment. */
    @GET
    @Produces({MediaTypes.NDJSON, MediaTypes.CSV})
    public Uni<Void> export(@Context RoutingContext request) {
        QueryParameters parameters = QueryParameters.of(request, TaskFilter.PARAMETERS);
        TaskFilter filter = TaskFilter.read(parameters);
        parameters.requireValid();
        TaskFormat format = Negotiation.chosen(request).equals(MediaTypes.CSV) ? csv : ndjson;
        Multi<byte[]> pieces = export.pieces(tenant.get(), filter, format);
        Map<String, String> answer =
                new LinkedHashMap<>(Map.of("Content-Type", format.mediaType(), "Vary", "Accept, Accept-Encoding"));
        if (Compression.isAccepted(request)) {
            answer.put("Content-Encoding", "gzip");
            return responses.send(request, answer, Compression.gzip(pieces));
        }
        return responses.send(request, answer, pieces);
    }
}
