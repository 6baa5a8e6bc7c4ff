package dev.punchlist.http.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.punchlist.http.json.JsonExtent;
import dev.punchlist.http.json.StrictJson;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import dev.punchlist.http.problem.Violation;
import dev.punchlist.http.problem.Violations;
import java.util.ArrayList;
import java.util.List;

/**
 * A JSON Patch (RFC 6902), well-formed by its making.
 *
 * @param operations the operations in their order
 */
public record JsonPatch(List<PatchOperation> operations) implements Patch {

    private static final int MOST_OPERATIONS = 100;

    /** A document may grow to so much while it is patched. A task has 33 values at most, in two levels. */
    private static final JsonExtent MOST = new JsonExtent(1_000, StrictJson.DEEPEST);

    /** Keeps its operations from change. */
    public JsonPatch {
        operations = List.copyOf(operations);
    }

    /**
     * Reads a patch.
     *
     * @throws ProblemException 422 with a pointer to each part that is not as the standard has it, or if there are more
     *     than 100 operations, of which none is looked at then
     */
    public static JsonPatch read(JsonNode body) {
        if (!(body instanceof ArrayNode array)) {
            throw ProblemException.invalid(
                    List.of(Violation.ofBody("type", "A JSON Patch is an array of operations.")));
        }
        if (array.size() > MOST_OPERATIONS) {
            throw ProblemException.invalid(List.of(Violation.ofBody(
                    "too_many",
                    "A JSON Patch must have at most " + MOST_OPERATIONS + " operations, but has " + array.size()
                            + ".")));
        }
        Violations violations = new Violations();
        List<PatchOperation> operations = new ArrayList<>();
        for (int index = 0; index < array.size(); index++) {
            PatchOperation.read(array.get(index), "/" + index, violations).ifPresent(operations::add);
        }
        violations.requireNone();
        return new JsonPatch(operations);
    }

    /**
     * The document with all operations applied in order; the document itself stays as it is.
     *
     * @throws ProblemException 409 if a test does not hold, 422 if an operation has no place to work on, or would let the
     *     document grow beyond all need
     */
    @Override
    public JsonNode applyTo(JsonNode document) {
        JsonNode result = document.deepCopy();
        for (int index = 0; index < operations.size(); index++) {
            result = applyOne(index, result);
        }
        return result;
    }

    private JsonNode applyOne(int index, JsonNode document) {
        PatchOperation operation = operations.get(index);
        if (!operation.fits(document, MOST)) {
            throw ProblemException.invalid(List.of(Violation.at(
                    "/" + index,
                    "too_large",
                    "The document would have more than " + MOST.values() + " values, or more than " + MOST.depth()
                            + " levels.")));
        }
        return operation.applyTo(document).orElseThrow(() -> refusal(index, operation.kind()));
    }

    private static ProblemException refusal(int index, PatchOperation.Kind kind) {
        return kind == PatchOperation.Kind.TEST
                ? ProblemException.of(
                        ProblemType.PATCH_TEST_FAILED, "The test at /" + index + " does not hold. Nothing was changed.")
                : ProblemException.invalid(List.of(Violation.at(
                        "/" + index, "not_applicable", "There is nothing to " + kind.token() + " at that place.")));
    }
}
