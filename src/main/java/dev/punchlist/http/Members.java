package dev.punchlist.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the members of a request object, and collects everything that is wrong with them instead of stopping at the first. */
public final class Members {

    private final ObjectNode object;
    private final List<Violation> violations = new ArrayList<>();

    /** The members of this object, of which only these are known. */
    public Members(ObjectNode object, Set<String> known) {
        this.object = object;
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                reject(name, "unknown_member", "There is no member \"" + Text.printable(name) + "\".");
            }
        });
    }

    /** Whether the member stands in the object, be it null. */
    public boolean has(String name) {
        return object.has(name);
    }

    /** A text that must be there, must not be blank, and has at most this many code points. */
    public String requiredText(String name, int maxLength) {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            reject(name, "required", name + " is required.");
            return "";
        }
        String text = text(name, maxLength);
        if (value.isTextual() && text != null && text.isBlank()) {
            reject(name, "blank", name + " must not be blank.");
        }
        return text == null ? "" : text;
    }

    /** A text of at most this many code points, or null. */
    public @Nullable String text(String name, int maxLength) {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            reject(name, "type", name + " must be a string.");
            return null;
        }
        String text = value.textValue();
        Text.flawOf(text, maxLength).ifPresent(flaw -> reject(name, flaw.code(), name + " " + flaw.detail()));
        return text;
    }

    /** A boolean that may be left out, but may not be null. */
    public boolean flag(String name, boolean absent) {
        JsonNode value = object.get(name);
        if (value == null) {
            return absent;
        }
        if (!value.isBoolean()) {
            reject(name, "type", name + " must be true or false.");
        }
        return value.booleanValue();
    }

    /** Notes that a rule is broken. */
    public void reject(String name, String code, String detail) {
        violations.add(Violation.ofMember(name, code, detail));
    }

    /**
     * Ends the reading.
     *
     * @throws ProblemException 422 if any rule is broken
     */
    public void requireValid() {
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
    }
}
