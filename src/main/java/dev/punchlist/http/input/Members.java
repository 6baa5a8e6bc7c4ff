package dev.punchlist.http.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.punchlist.http.json.JsonEquality;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.Violation;
import dev.punchlist.http.problem.Violations;
import dev.punchlist.http.syntax.Text;
import dev.punchlist.http.syntax.Times;
import dev.punchlist.http.syntax.WholeNumber;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of a request object, and collects everything that is wrong with them instead of stopping at the
 * first. A member that already is as the current resource has it is not held against today's rules.
 */
public final class Members {

    private final ObjectNode object;
    private final ObjectNode current;
    private final Violations violations = new Violations();

    /** The members of a new resource. */
    public Members(ObjectNode object, Set<String> known) {
        this(object, known, object.objectNode());
    }

    /** The members of a changed resource that was like this before. */
    public Members(ObjectNode object, Set<String> known, ObjectNode current) {
        this.object = object;
        this.current = current;
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                violations.add(() -> Violation.ofMember(
                        name, "unknown_member", "There is no member \"" + Text.printable(name) + "\"."));
            }
        });
    }

    /** Notes each of these members that is null. */
    public void rejectNulls(Set<String> names) {
        names.stream()
                .sorted()
                .filter(name -> object.path(name).isNull())
                .forEach(name -> reject(name, "not_nullable", name + " must not be null."));
    }

    /** A text that must be there, must not be blank, and has at most this many code points. */
    public String requiredText(String name, int maxLength) {
        if (!object.has(name)) {
            reject(name, "required", name + " is required.");
            return "";
        }
        String text = text(name, maxLength);
        if (text != null && text.isBlank() && isNew(name)) {
            reject(name, "blank", name + " must not be blank.");
        }
        return text == null ? "" : text;
    }

    /** A text of at most this many code points, or null. */
    public @Nullable String text(String name, int maxLength) {
        return nullable(name, "must be a string", value -> {
            if (!value.isTextual()) {
                return Optional.empty();
            }
            if (isNew(name)) {
                Text.flawOf(value.textValue(), maxLength)
                        .ifPresent(flaw -> reject(name, flaw.code(), name + " " + flaw.detail()));
            }
            return Optional.of(value.textValue());
        });
    }

    /** A text of at least one code point, or null. */
    public @Nullable String nonEmptyText(String name, int maxLength) {
        String text = text(name, maxLength);
        if (text != null && text.isEmpty() && isNew(name)) {
            reject(name, "empty", name + " must not be empty; null says that there is none.");
        }
        return text;
    }

    /** A boolean, which may be left out. */
    public boolean flag(String name, boolean absent) {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            return absent;
        }
        if (!value.isBoolean()) {
            reject(name, "type", name + " must be true or false.");
        }
        return value.booleanValue();
    }

    /** A whole number within these bounds, which may be left out; 1.0 and 1e0 are 1. */
    public int integer(String name, int min, int max, int absent) {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            return absent;
        }
        if (!WholeNumber.is(value)) {
            reject(name, "type", name + " must be a whole number.");
            return absent;
        }
        if (!isNew(name)) {
            return value.intValue();
        }
        OptionalLong number = WholeNumber.of(value);
        if (number.isEmpty() || number.getAsLong() < min || number.getAsLong() > max) {
            reject(name, "out_of_bounds", name + " must be from " + min + " to " + max + ".");
            return absent;
        }
        return (int) number.getAsLong();
    }

    /** An instant in the form of RFC 3339, or null; what is finer than a microsecond is cut off. */
    public @Nullable Instant instant(String name) {
        return moment(name, Times::instant, "an instant with offset, such as 2026-01-31T17:00:00+01:00");
    }

    /** A calendar day, or null. */
    public @Nullable LocalDate date(String name) {
        return moment(name, Times::date, "a day such as 2026-01-31");
    }

    private <T> @Nullable T moment(String name, Function<String, Times.Read<T>> read, String shape) {
        return nullable(name, "must be " + shape, value -> {
            if (!value.isTextual()) {
                return Optional.empty();
            }
            Times.Read<T> moment = read.apply(value.textValue());
            moment.flaw().ifPresent(flaw -> reject(name, "type", name + " " + flaw.told(shape) + "."));
            return moment.value();
        });
    }

    private <T> @Nullable T nullable(String name, String shape, Function<JsonNode, Optional<T>> read) {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        int before = violations.count();
        Optional<T> result = read.apply(value);
        if (result.isEmpty() && violations.count() == before) {
            reject(name, "type", name + " " + shape + ".");
        }
        return result.orElse(null);
    }

    /** Different texts, each of one to so many code points, which may be left out. */
    public List<String> texts(String name, int maxCount, int maxLength) {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (!value.isArray()) {
            reject(name, "type", name + " must be an array of strings.");
            return List.of();
        }
        if (!isNew(name)) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(JsonNode::asText)
                    .toList();
        }
        if (value.size() > maxCount) {
            reject(
                    name,
                    "too_many",
                    name + " must have at most " + maxCount + " entries, but has " + value.size() + ".");
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (int index = 0; index < value.size(); index++) {
            texts.add(entry(name, index, value.get(index), maxLength, texts));
        }
        return texts;
    }

    private String entry(String name, int index, JsonNode value, int maxLength, List<String> before) {
        String text = value.asText();
        String pointer = "/" + name + "/" + index;
        if (!value.isTextual()) {
            violations.add(Violation.at(pointer, "type", "Each of " + name + " must be a string."));
        } else if (text.isEmpty()) {
            violations.add(Violation.at(pointer, "empty", "None of " + name + " may be empty."));
        } else if (before.contains(text)) {
            violations.add(Violation.at(pointer, "duplicate", "None of " + name + " may stand there twice."));
        } else {
            Text.flawOf(text, maxLength)
                    .ifPresent(flaw -> violations.add(
                            Violation.at(pointer, flaw.code(), "Each of " + name + " " + flaw.detail())));
        }
        return text;
    }

    /** Whether the member is not as the current resource has it. */
    public boolean isNew(String name) {
        return !JsonEquality.equal(object.path(name), current.path(name));
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
        violations.requireNone();
    }
}
