package dev.punchlist.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** Reads JSON request bodies as RFC 8259 has them: UTF-8, one value, no member twice. */
@Singleton
public class RequestBodies {

    private final ObjectReader reader;

    RequestBodies(ObjectMapper mapper) {
        this.reader = mapper.reader()
                .with(
                        DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** Whether the request has a body at all. */
    public boolean isEmpty(RoutingContext request) {
        return bytesOf(request).length == 0;
    }

    private static byte[] bytesOf(RoutingContext request) {
        Buffer body = request.body().buffer();
        return body == null ? new byte[0] : body.getBytes();
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
     * The body as a patch: which of the two kinds, its media type tells.
     *
     * @throws ProblemException 415 for another media type, 400 for no or broken JSON, 422 for JSON that is no patch
     */
    public <T> T patch(RoutingContext request, Function<MergePatch, T> merge, Function<JsonPatch, T> operations) {
        String type = typeOf(request, MediaTypes.PATCH);
        JsonNode body = parse(request);
        return type.equals(MediaTypes.JSON_PATCH)
                ? operations.apply(JsonPatch.read(body))
                : merge.apply(new MergePatch(requireObject(body)));
    }

    private static ObjectNode requireObject(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw ProblemException.invalid(List.of(Violation.ofBody("type", "The body must be a JSON object.")));
    }

    private JsonNode parse(RoutingContext request) {
        try {
            JsonNode value = reader.readTree(decode(bytesOf(request)));
            if (value.isMissingNode()) {
                throw malformed("The body is empty; a JSON object is needed.");
            }
            return value;
        } catch (CharacterCodingException e) {
            throw malformed("The body is not valid UTF-8.");
        } catch (JacksonException e) {
            throw malformed("The body is not valid JSON" + place(e) + ".");
        }
    }

    private static String decode(byte[] body) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    }

    private static String place(JacksonException e) {
        return e.getLocation() == null
                ? ""
                : " (line %d, column %d)"
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    }

    private static ProblemException malformed(String detail) {
        return ProblemException.of(ProblemType.MALFORMED_REQUEST, detail);
    }
}
