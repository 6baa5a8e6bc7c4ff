package dev.punchlist.http;

import dev.punchlist.database.DeliberateFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ends a request with a problem. It is an answer, not an accident: it carries no stack trace. */
public final class ProblemException extends RuntimeException implements DeliberateFailure {

    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final transient List<Violation> violations;
    private final transient Map<String, String> headers;

    private ProblemException(ProblemType type, String detail, List<Violation> violations, Map<String, String> headers) {
        super(detail, null, false, false);
        this.type = type;
        this.violations = List.copyOf(violations);
        this.headers = Map.copyOf(headers);
    }

    /** A problem that needs no more than a sentence. */
    public static ProblemException of(ProblemType type, String detail) {
        return new ProblemException(type, detail, List.of(), Map.of());
    }

    /** A problem whose answer carries further headers. */
    public static ProblemException of(ProblemType type, String detail, Map<String, String> headers) {
        return new ProblemException(type, detail, List.of(), headers);
    }

    /** One or more rules of the body are broken. */
    public static ProblemException invalid(List<Violation> violations) {
        return new ProblemException(ProblemType.VALIDATION_FAILED, summary(violations), violations, Map.of());
    }

    /** One or more query parameters are wrong. */
    public static ProblemException badParameters(List<Violation> violations) {
        return new ProblemException(ProblemType.INVALID_PARAMETER, summary(violations), violations, Map.of());
    }

    private static String summary(List<Violation> violations) {
        String first = violations.get(0).detail();
        return violations.size() == 1 ? first : first + " (and " + (violations.size() - 1) + " more)";
    }

    /** The same problem of a part of the body, which stands at this place (RFC 6901). */
    public ProblemException within(String pointer) {
        List<Violation> moved =
                violations.stream().map(violation -> violation.within(pointer)).toList();
        return new ProblemException(type, detail(), moved, headers);
    }

    /** The same problem of one operation of many, of which none was done. */
    public ProblemException atOperation(int index) {
        List<Violation> named = violations.isEmpty()
                ? List.of(Violation.at("/" + index, type.slug().replace('-', '_'), detail()))
                : within("/" + index).violations;
        Map<String, String> kept = new LinkedHashMap<>(headers);
        kept.remove("ETag");
        return new ProblemException(type, "Operation " + index + ": " + detail(), named, kept);
    }

    /** What kind of problem it is. */
    public ProblemType type() {
        return type;
    }

    /** The broken rules; empty where the kind says it all. */
    public List<Violation> violations() {
        return violations;
    }

    /** Headers that the answer carries besides its type. */
    public Map<String, String> headers() {
        return headers;
    }

    /** What happened, for a human reader. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
