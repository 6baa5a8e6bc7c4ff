package dev.punchlist.http.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of every error answer, {@code application/problem+json} (RFC 9457).
 *
 * @param type a path that identifies the kind of problem and explains it
 * @param title the kind, in words that never change
 * @param status the HTTP status
 * @param detail what happened this time
 * @param instance the path of the request
 * @param errors the broken rules, if any
 * @param trace on a 5xx, the id under which the service logged it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@RegisterForReflection
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        List<Violation> errors,
        @Nullable String trace) {

    /** The media type of a problem. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** The body of the answer to a failed request for this path. */
    public static Problem of(ProblemException failure, String path, RequestId request) {
        ProblemType type = failure.type();
        return new Problem(
                type.uri(),
                type.title(),
                type.status(),
                failure.detail(),
                path,
                failure.violations(),
                type.status() < 500 ? null : request.trace());
    }

    /** The same, as a client sees it that reaches the service under this prefix. */
    public Problem behind(String prefix) {
        return prefix.isEmpty()
                ? this
                : new Problem(prefix + type, title, status, detail, prefix + instance, errors, trace);
    }

    /** The headers that ask a client to come again later (RFC 9110 section 10.2.3). */
    public static Map<String, String> retryAfter(int seconds) {
        return Map.of("Retry-After", Integer.toString(seconds));
    }
}
