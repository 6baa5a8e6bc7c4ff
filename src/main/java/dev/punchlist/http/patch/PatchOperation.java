package dev.punchlist.http.patch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.punchlist.http.json.JsonEquality;
import dev.punchlist.http.json.JsonExtent;
import dev.punchlist.http.problem.Violation;
import dev.punchlist.http.problem.Violations;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One operation of a JSON Patch (RFC 6902 section 4).
 *
 * @param kind what it does
 * @param path where
 * @param from from where; the path itself for an operation that has no such member
 * @param value what it puts or expects there; missing for an operation that has no such member
 */
record PatchOperation(Kind kind, Pointer path, Pointer from, JsonNode value) {

    /** What an operation can do, and which members it needs for it besides its path. */
    enum Kind {
        ADD(false, true),
        REMOVE(false, false),
        REPLACE(false, true),
        MOVE(true, false),
        COPY(true, false),
        TEST(false, true);

        private final boolean needsFrom;
        private final boolean needsValue;

        Kind(boolean needsFrom, boolean needsValue) {
            this.needsFrom = needsFrom;
            this.needsValue = needsValue;
        }

        String token() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Optional<Kind> of(JsonNode operation) {
            String name = operation.path("op").textValue();
            return Arrays.stream(values())
                    .filter(kind -> kind.token().equals(name))
                    .findFirst();
        }
    }

    /** Reads an operation; empty where something is wrong with it, which is noted then. */
    static Optional<PatchOperation> read(JsonNode operation, String pointer, Violations violations) {
        Optional<Kind> kind = Kind.of(operation);
        if (kind.isEmpty()) {
            violations.add(Violation.at(
                    pointer + "/op", "unknown_operation", "op must be add, remove, replace, move, copy or test."));
            return Optional.empty();
        }
        int before = violations.count();
        Pointer path = place(operation, "path", pointer, violations);
        Pointer from = kind.get().needsFrom ? place(operation, "from", pointer, violations) : path;
        if (kind.get().needsValue && !operation.has("value")) {
            violations.add(missing("value", pointer));
        }
        return violations.count() > before
                ? Optional.empty()
                : Optional.of(new PatchOperation(kind.get(), path, from, operation.path("value")));
    }

    private static Violation missing(String member, String pointer) {
        return Violation.at(pointer + "/" + member, "required", "The operation needs " + member + ".");
    }

    private static Pointer place(JsonNode operation, String member, String pointer, Violations violations) {
        JsonNode text = operation.path(member);
        Optional<Pointer> place = text.isTextual() ? Pointer.read(text.textValue()) : Optional.empty();
        if (text.isMissingNode()) {
            violations.add(missing(member, pointer));
        } else if (place.isEmpty()) {
            violations.add(Violation.at(
                    pointer + "/" + member,
                    "pointer",
                    member + " must be a JSON Pointer of at most " + Pointer.MOST_CHARACTERS + " characters."));
        }
        return place.orElseGet(() -> new Pointer(List.of()));
    }

    /**
     * Changes a document that is the patch's own to change.
     *
     * @return the document as it is then; empty where it has no place for the operation, or is not as a test expects it
     */
    Optional<JsonNode> applyTo(JsonNode document) {
        return switch (kind) {
            case ADD -> path.add(document, value.deepCopy());
            case REMOVE -> path.remove(document);
            case REPLACE -> path.replace(document, value.deepCopy());
            case MOVE -> move(document);
            case COPY -> from.find(document).flatMap(copied -> path.add(document, copied.deepCopy()));
            case TEST ->
                path.find(document)
                        .filter(found -> JsonEquality.equal(found, value))
                        .map(found -> document);
        };
    }

    private Optional<JsonNode> move(JsonNode document) {
        Optional<JsonNode> moved = from.find(document);
        if (moved.isEmpty() || path.isWithin(from)) {
            return Optional.empty();
        }
        return path.equals(from)
                ? Optional.of(document)
                : from.remove(document).flatMap(rest -> path.add(rest, moved.get()));
    }

    /** Whether the document stays within this extent, what the operation puts into it counted on top. */
    boolean fits(JsonNode document, JsonExtent most) {
        Optional<JsonNode> put =
                switch (kind) {
                    case ADD, REPLACE -> Optional.of(value);
                    case MOVE, COPY -> from.find(document);
                    case REMOVE, TEST -> Optional.empty();
                };
        return put.map(JsonExtent::of)
                .map(added -> path.depth() + added.depth() <= most.depth()
                        && JsonExtent.of(document).values() + added.values() <= most.values())
                .orElse(true);
    }
}
