package dev.punchlist.http;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads query parameters strictly: one that is unknown, repeated or malformed is named in a 400. */
public final class QueryParameters {

    /** What the origin's framework reads as a boolean; its clients may send any of them. */
    private static final Set<String> TRUE = Set.of("true", "1", "on", "t", "y", "yes");

    private static final Set<String> FALSE = Set.of("false", "0", "off", "f", "n", "no");

    private final MultiMap parameters;
    private final List<Violation> violations = new ArrayList<>();

    private QueryParameters(MultiMap parameters) {
        this.parameters = parameters;
    }

    /** The parameters of this request, of which only these are known. */
    public static QueryParameters of(RoutingContext request, String... known) {
        QueryParameters query = new QueryParameters(request.queryParams());
        Set<String> names = Set.of(known);
        for (String name : query.parameters.names()) {
            if (!names.contains(name)) {
                query.reject(name, "unknown_parameter", "There is no parameter \"" + Text.printable(name) + "\".");
            } else if (query.parameters.getAll(name).size() > 1) {
                query.reject(name, "repeated_parameter", name + " is given more than once.");
            }
        }
        return query;
    }

    /** A whole number within these bounds, both included. */
    public int integer(String name, int min, int max, int absent) {
        String value = value(name);
        if (value == null) {
            return absent;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The same sentence answers a word and a number out of bounds.
        }
        reject(name, "out_of_bounds", "%s must be a whole number from %d to %d.".formatted(name, min, max));
        return absent;
    }

    /** A boolean, if given. */
    public Optional<Boolean> flag(String name) {
        String value = value(name);
        if (value == null) {
            return Optional.empty();
        }
        String word = value.toLowerCase(Locale.ROOT);
        if (!TRUE.contains(word) && !FALSE.contains(word)) {
            reject(name, "type", name + " must be true or false.");
        }
        return Optional.of(TRUE.contains(word));
    }

    private @Nullable String value(String name) {
        return parameters.get(name);
    }

    private void reject(String name, String code, String detail) {
        violations.add(Violation.ofParameter(Text.printable(name), code, detail));
    }

    /**
     * Ends the reading.
     *
     * @throws ProblemException 400 if any parameter is wrong
     */
    public void requireValid() {
        if (!violations.isEmpty()) {
            throw ProblemException.badParameters(violations);
        }
    }
}
