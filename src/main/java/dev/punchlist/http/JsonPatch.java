package dev.punchlist.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonPointer;
import jakarta.json.JsonStructure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JSON Patch (RFC 6902), well-formed by its making.
 *
 * @param operations the operations in their order
 */
public record JsonPatch(ArrayNode operations) {

    private static final Pattern LEADING_ZERO = Pattern.compile("/0[0-9]+(?=/|$)");
    private static final Pattern POINTER = Pattern.compile("(/([^~]|~[01])*)?");

    /** The members that each operation needs besides its name. */
    private static final Map<String, List<String>> OPERATIONS = Map.of(
            "add", List.of("path", "value"),
            "remove", List.of("path"),
            "replace", List.of("path", "value"),
            "move", List.of("from", "path"),
            "copy", List.of("from", "path"),
            "test", List.of("path", "value"));

    /**
     * Reads a patch.
     *
     * @throws ProblemException 422 with a pointer to each part that is not as the standard has it
     */
    public static JsonPatch read(JsonNode body) {
        if (!(body instanceof ArrayNode operations)) {
            throw ProblemException.invalid(
                    List.of(Violation.ofBody("type", "A JSON Patch is an array of operations.")));
        }
        List<Violation> violations = new ArrayList<>();
        for (int index = 0; index < operations.size(); index++) {
            checkOperation(operations.get(index), "/" + index, violations);
        }
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
        return new JsonPatch(operations);
    }

    private static void checkOperation(JsonNode operation, String pointer, List<Violation> violations) {
        List<String> needed = OPERATIONS.get(operation.path("op").asText());
        if (!operation.path("op").isTextual() || needed == null) {
            violations.add(Violation.at(
                    pointer + "/op", "unknown_operation", "op must be add, remove, replace, move, copy or test."));
            return;
        }
        for (String name : needed) {
            JsonNode member = operation.get(name);
            if (member == null) {
                violations.add(Violation.at(pointer + "/" + name, "required", "The operation needs " + name + "."));
            } else if (!name.equals("value") && !isPointer(member)) {
                violations.add(Violation.at(pointer + "/" + name, "pointer", name + " must be a JSON Pointer."));
            }
        }
    }

    private static boolean isPointer(JsonNode member) {
        return member.isTextual() && POINTER.matcher(member.textValue()).matches();
    }

    /**
     * The document with all operations applied in order; the document itself stays as it is.
     *
     * @throws ProblemException 409 if a test does not hold, 422 if an operation has no place to work on
     */
    public JsonNode applyTo(JsonNode document) {
        JsonStructure result = (JsonStructure) JsonTree.toJakarta(document);
        for (int index = 0; index < operations.size(); index++) {
            result = applyOne(index, result);
        }
        return JsonTree.toJackson(result);
    }

    private JsonStructure applyOne(int index, JsonStructure document) {
        try {
            requirePlainIndices(operations.get(index), document);
            return JsonTree.JAKARTA
                    .createPatch(JsonTree.JAKARTA
                            .createArrayBuilder()
                            .add(JsonTree.toJakarta(operations.get(index)))
                            .build())
                    .apply(document);
        } catch (JsonException e) {
            String operation = operations.get(index).path("op").asText();
            if (operation.equals("test")) {
                throw ProblemException.of(
                        ProblemType.PATCH_TEST_FAILED,
                        "The test at /" + index + " does not hold. Nothing was changed.");
            }
            throw ProblemException.invalid(List.of(Violation.at(
                    "/" + index, "not_applicable", "There is nothing to " + operation + " at that place.")));
        }
    }

    /** The library reads the index 01 as 1, which RFC 6901 section 4 forbids. */
    private static void requirePlainIndices(JsonNode operation, JsonStructure document) {
        for (String name : List.of("path", "from")) {
            String pointer = operation.path(name).asText();
            Matcher token = LEADING_ZERO.matcher(pointer);
            while (token.find()) {
                JsonPointer parent = JsonTree.JAKARTA.createPointer(pointer.substring(0, token.start()));
                if (parent.containsValue(document) && parent.getValue(document) instanceof JsonArray) {
                    throw new JsonException("An array index has no leading zero");
                }
            }
        }
    }
}
