package dev.punchlist.http.patch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.punchlist.http.problem.ProblemException;

/** A change of a JSON document. */
public sealed interface Patch permits MergePatch, JsonPatch {

    /**
     * The document with the patch applied; the document and the patch themselves stay as they are.
     *
     * @throws ProblemException if the patch does not fit the document
     */
    JsonNode applyTo(JsonNode document);
}
