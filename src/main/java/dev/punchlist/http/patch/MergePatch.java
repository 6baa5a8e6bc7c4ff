package dev.punchlist.http.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A JSON Merge Patch (RFC 7396).
 *
 * @param body the patch as sent
 */
public record MergePatch(JsonNode body) implements Patch {

    /** The result is for reading: it shares what is the same with the document and with the patch. */
    @Override
    public JsonNode applyTo(JsonNode document) {
        return merge(document, body);
    }

    /** As deep as the patch is, which its reader bounds. */
    private static JsonNode merge(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch;
        }
        ObjectNode result = changes.objectNode();
        if (target instanceof ObjectNode before) {
            result.setAll(before);
        }
        changes.properties().forEach(change -> {
            if (change.getValue().isNull()) {
                result.remove(change.getKey());
            } else {
                result.set(change.getKey(), merge(result.path(change.getKey()), change.getValue()));
            }
        });
        return result;
    }
}
