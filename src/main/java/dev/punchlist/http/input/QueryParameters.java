package dev.punchlist.http.input;

import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.Violation;
import dev.punchlist.http.problem.Violations;
import dev.punchlist.http.syntax.QueryString;
import dev.punchlist.http.syntax.Text;
import dev.punchlist.http.syntax.Times;
import dev.punchlist.http.syntax.WholeNumber;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads query parameters strictly: one that is unknown, repeated or malformed is named in a 400. */
public final class QueryParameters {

    /** What the origin's framework reads as a boolean; its clients may send any of them. */
    private static final Set<String> TRUE = Set.of("true", "1", "on", "t", "y", "yes");

    private static final Set<String> FALSE = Set.of("false", "0", "off", "f", "n", "no");

    private final Map<String, String> values = new HashMap<>();
    private final Violations violations = new Violations();

    private QueryParameters() {}

    /** The parameters of this request, of which only these are known. */
    public static QueryParameters of(RoutingContext request, String... known) {
        return of(request, List.of(known));
    }

    /** The parameters of this request, of which only these are known. */
    public static QueryParameters of(RoutingContext request, Collection<String> known) {
        return of(request.request().query(), known);
    }

    /** The parameters of this query, percent-encoded as it is, of which only these are known. */
    public static QueryParameters of(@Nullable String query, Collection<String> known) {
        QueryParameters parameters = new QueryParameters();
        Set<String> names = Set.copyOf(known);
        for (QueryString.Parameter parameter : QueryString.of(query).parameters()) {
            parameters.take(parameter, names);
        }
        return parameters;
    }

    private void take(QueryString.Parameter parameter, Set<String> known) {
        String name = parameter.name();
        if (!known.contains(name)) {
            reject(name, "unknown_parameter", "There is no parameter \"" + Text.printable(name) + "\".");
        } else if (parameter.value().isEmpty()) {
            reject(name, "encoding", name + " is not percent-encoded UTF-8; a % itself is written %25.");
        } else if (values.putIfAbsent(name, parameter.value().get()) != null) {
            reject(name, "repeated_parameter", name + " is given more than once.");
        }
    }

    /** A whole number within these bounds, both included. */
    public int integer(String name, int min, int max, int absent) {
        return integer(name, min, max).orElse(absent);
    }

    /** A whole number within these bounds, both included, if given. */
    public Optional<Integer> integer(String name, int min, int max) {
        String value = value(name);
        if (value == null) {
            return Optional.empty();
        }
        OptionalLong number = WholeNumber.of(value);
        if (number.isPresent() && number.getAsLong() >= min && number.getAsLong() <= max) {
            return Optional.of((int) number.getAsLong());
        }
        reject(name, "out_of_bounds", name + " must be a whole number from " + min + " to " + max + ".");
        return Optional.empty();
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

    /** A text of one to so many code points, if given. */
    public Optional<String> text(String name, int maxLength) {
        String value = value(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value.isEmpty()) {
            reject(name, "empty", name + " must not be empty.");
        }
        Text.flawOf(value, maxLength).ifPresent(flaw -> reject(name, flaw.code(), name + " " + flaw.detail()));
        return Optional.of(value);
    }

    /** An instant as RFC 3339 writes it, if given. */
    public Optional<Instant> instant(String name) {
        return parsed(name, Times::instant, "an instant with offset, such as 2026-01-31T17:00:00Z");
    }

    /** An instant, or a day that stands for its first instant in UTC, if given. */
    public Optional<Instant> instantOrDay(String name) {
        return parsed(
                name,
                Times::instantOrDay,
                "a day, such as 2026-01-31, or an instant with offset, such as 2026-01-31T17:00:00Z");
    }

    private Optional<Instant> parsed(String name, Function<String, Times.Read<Instant>> parser, String shape) {
        String value = value(name);
        if (value == null) {
            return Optional.empty();
        }
        Times.Read<Instant> instant = parser.apply(value);
        instant.flaw()
                .ifPresent(flaw ->
                        reject(name, "type", name + " " + flaw.told(shape + "; a + is written %2B here") + "."));
        return instant.value();
    }

    /** The entries of a comma list, if given. */
    public Optional<List<String>> list(String name, int maxCount) {
        String value = value(name);
        if (value == null) {
            return Optional.empty();
        }
        List<String> entries = List.of(value.split(",", -1));
        if (entries.size() > maxCount) {
            reject(name, "too_many", name + " must have at most " + maxCount + " entries.");
            return Optional.empty();
        }
        return Optional.of(entries);
    }

    /** Whether it is given at all. */
    public boolean has(String name) {
        return value(name) != null;
    }

    private @Nullable String value(String name) {
        return values.get(name);
    }

    /** Notes that a parameter is wrong. */
    public void reject(String name, String code, String detail) {
        violations.add(Violation.ofParameter(Text.printable(name), code, detail));
    }

    /**
     * Ends the reading.
     *
     * @throws ProblemException 400 if any parameter is wrong
     */
    public void requireValid() {
        if (violations.count() > 0) {
            throw ProblemException.badParameters(violations);
        }
    }
}
