package dev.punchlist.http.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.punchlist.http.body.BodyBytes;
import dev.punchlist.http.json.StrictJson;
import dev.punchlist.http.patch.JsonPatch;
import dev.punchlist.http.patch.MergePatch;
import dev.punchlist.http.patch.Patch;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import dev.punchlist.http.problem.Violation;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;

/** Reads JSON request bodies. */
@Singleton
public class RequestBodies {

    private final StrictJson json;

    RequestBodies(StrictJson json) {
        this.json = json;
    }

    /** Whether the request has a body at all. */
    public boolean isEmpty(RoutingContext request) {
        return BodyBytes.of(request).length == 0;
    }

    /** How many bytes the body has. */
    public int size(RoutingContext request) {
        return BodyBytes.of(request).length;
    }

    /**
     * The body as a JSON object.
     *
     * @throws ProblemException 415 for another media type, 400 for no or broken JSON, 422 for JSON that is no object
     */
    public ObjectNode object(RoutingContext request, MediaTypes accepted) {
        typeOf(request, accepted);
        return requireObject(parse(request));
    }

    /** The media type of the body, out of those that are accepted. */
    private static String typeOf(RoutingContext request, MediaTypes accepted) {
        return accepted.require(request.request().getHeader("Content-Type"));
    }

    /**
     * The body as a JSON array.
     *
     * @throws ProblemException 415 for another media type, 400 for no or broken JSON, 422 for JSON that is no array
     */
    public ArrayNode array(RoutingContext request, MediaTypes accepted) {
        typeOf(request, accepted);
        if (parse(request) instanceof ArrayNode array) {
            return array;
        }
        throw ProblemException.invalid(List.of(Violation.ofBody("type", "The body must be a JSON array.")));
    }

    /**
     * The body as a patch: which of the two kinds, its media type tells.
     *
     * @throws ProblemException 415 for another media type, 400 for no or broken JSON, 422 for JSON that is no patch
     */
    public Patch patch(RoutingContext request) {
        String type = typeOf(request, MediaTypes.PATCH);
        JsonNode body = parse(request);
        return type.equals(MediaTypes.JSON_PATCH) ? JsonPatch.read(body) : new MergePatch(requireObject(body));
    }

    private static ObjectNode requireObject(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw ProblemException.invalid(List.of(Violation.ofBody("type", "The body must be a JSON object.")));
    }

    private JsonNode parse(RoutingContext request) {
        try {
            return json.read(BodyBytes.of(request));
        } catch (StrictJson.MalformedException e) {
            throw ProblemException.of(ProblemType.MALFORMED_REQUEST, "The body " + e.flaw() + ".");
        }
    }
}
