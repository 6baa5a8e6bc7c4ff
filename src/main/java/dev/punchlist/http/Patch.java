package dev.punchlist.http;

import com.fasterxml.jackson.databind.JsonNode;

/** A change of a JSON document. */
public sealed interface Patch permits MergePatch, JsonPatch {

    /**
     * The document with the patch applied; the document and the patch themselves stay as they are.
     *
     * @throws ProblemException if the patch does not fit the document
     */
    JsonNode applyTo(JsonNode document);
}
