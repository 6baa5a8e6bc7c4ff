package dev.punchlist.http;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A JSON Merge Patch (RFC 7396).
 *
 * @param body the patch as sent
 */
public record MergePatch(JsonNode body) {

    /** The document with the patch applied; the document itself stays as it is. */
    public JsonNode applyTo(JsonNode document) {
        return JsonTree.toJackson(
                JsonTree.JAKARTA.createMergePatch(JsonTree.toJakarta(body)).apply(JsonTree.toJakarta(document)));
    }
}
