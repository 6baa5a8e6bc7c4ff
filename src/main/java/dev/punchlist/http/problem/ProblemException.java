package dev.punchlist.http.problem;

import dev.punchlist.database.failure.DeliberateFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ends a request with a problem. It is an answer, not an accident: it carries no stack trace. */
public final class ProblemException extends RuntimeException implements DeliberateFailure {

    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final transient Violations violations;
    private final transient Map<String, String> headers;

    private ProblemException(ProblemType type, String detail, Violations violations, Map<String, String> headers) {
        super(detail, null, false, false);
        this.type = type;
        this.violations = violations;
        this.headers = Map.copyOf(headers);
    }

    /** A problem that needs no more than a sentence. */
    public static ProblemException of(ProblemType type, String detail) {
        return new ProblemException(type, detail, new Violations(), Map.of());
    }

    /** A problem whose answer carries further headers. */
    public static ProblemException of(ProblemType type, String detail, Map<String, String> headers) {
        return new ProblemException(type, detail, new Violations(), headers);
    }

    /** One or more rules of the body are broken. */
    public static ProblemException invalid(List<Violation> violations) {
        return invalid(Violations.of(violations));
    }

    /** One or more rules of the body are broken. */
    static ProblemException invalid(Violations violations) {
        return new ProblemException(ProblemType.VALIDATION_FAILED, violations.summary(), violations, Map.of());
    }

    /** One or more query parameters are wrong. */
    public static ProblemException badParameters(Violations violations) {
        return new ProblemException(ProblemType.INVALID_PARAMETER, violations.summary(), violations, Map.of());
    }

    /** The same problem of a part of the body, which stands at this place (RFC 6901). */
    public ProblemException within(String pointer) {
        return new ProblemException(type, detail(), violations.within(pointer), headers);
    }

    /** The same problem, of which no more than so many broken rules are kept; the rest are counted. */
    public ProblemException keeping(int violationsAtMost) {
        return new ProblemException(type, detail(), violations.keeping(violationsAtMost), headers);
    }

    /** The same problem of one operation of many, of which none was done. */
    public ProblemException atOperation(int index) {
        Violations named = violations.count() == 0
                ? Violations.of(List.of(Violation.at("/" + index, type.slug().replace('-', '_'), detail())))
                : violations.within("/" + index);
        Map<String, String> kept = new LinkedHashMap<>(headers);
        kept.remove("ETag");
        return new ProblemException(type, "Operation " + index + ": " + detail(), named, kept);
    }

    /** What kind of problem it is. */
    public ProblemType type() {
        return type;
    }

    /** The broken rules, of which the last counts those that are not told; empty where the kind says it all. */
    public List<Violation> violations() {
        return violations.told();
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
