package dev.punchlist.http.problem;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of problem that the service answers with (RFC 9457 section 3.1.1); each has a page that explains it. */
public enum ProblemType {
    MALFORMED_REQUEST(
            400,
            "Malformed request",
            "The request could not be read: the JSON of its body is broken, its text is not UTF-8, or the HTTP message itself is. Nothing was changed. Mend the request before you send it again."),
    INVALID_PARAMETER(
            400,
            "Invalid query parameter",
            "A query parameter is unknown, given twice, or has a value that it cannot have. Each one is named in \"errors\". Nothing was changed."),
    NOT_FOUND(
            404,
            "Not found",
            "There is no such resource: the task does not exist (any more), or no route has this path."),
    METHOD_NOT_ALLOWED(
            405,
            "Method not allowed",
            "The resource exists but does not take this method. The methods that it takes are in the Allow header."),
    NOT_ACCEPTABLE(
            406,
            "Not acceptable",
            "The resource cannot be had in any of the media types of the Accept header. The types on offer are named in \"detail\"."),
    REQUEST_TIMEOUT(
            408,
            "Request timeout",
            "The client sent nothing, or not all of its body, for longer than the service waits. What was not reported as"
                    + " done was not done; send the request again."),
    REQUEST_IN_FLIGHT(
            409,
            "Request in flight",
            "A request with the same Idempotency-Key is being worked on. Try again after the time in Retry-After:"
                    + " you will get its answer."),
    EXTERNAL_ID_TAKEN(
            409,
            "External id taken",
            "Another task has this external_id, which names one task only. Nothing was changed."),
    CONSTRAINT_CONFLICT(
            409,
            "Constraint conflict",
            "The operator of this database has given it a rule of their own that is about other rows: one of them has what"
                    + " this task was to have, or needs the task that was to be deleted. The constraint is named in"
                    + " \"detail\". Nothing was changed."),
    PATCH_TEST_FAILED(
            409,
            "Patch test failed",
            "A test operation of the JSON Patch does not hold for the task as it is now. Nothing was changed. Read the"
                    + " task again and decide anew."),
    PRECONDITION_FAILED(
            412,
            "Precondition failed",
            "The task is not, or not any more, at the version that the request is about. Nothing was changed. The"
                    + " current ETag is in the answer: read the task again and decide anew."),
    CONTENT_TOO_LARGE(
            413,
            "Content too large",
            "The body is larger than the service takes, or the tasks that it would have to read are: other writers of the database"
                    + " can store texts of any length. The limit is named in \"detail\"."),
    URI_TOO_LONG(
            414,
            "URI too long",
            "The address of the request is longer than the service takes. Ask for less at once, or for shorter values."),
    UNSUPPORTED_MEDIA_TYPE(
            415,
            "Unsupported media type",
            "The body is of a media type that the resource does not take. The types that it takes are in the Accept header of the answer, and in Accept-Post or Accept-Patch."),
    VALIDATION_FAILED(
            422,
            "Validation failed",
            "The request was understood, but it breaks a rule. Each broken rule is in \"errors\": where (a JSON Pointer into the body), which, and why. Nothing was changed."),
    CONSTRAINT_VIOLATED(
            422,
            "Constraint violated",
            "The operator of this database has given it a rule of their own that the task breaks: a value that is missing,"
                    + " too long or not allowed. The constraint or column is named in \"detail\" where the database names it."
                    + " Nothing was changed."),
    IDEMPOTENCY_KEY_REUSED(
            422,
            "Idempotency-Key reused",
            "This Idempotency-Key was used for another request: another method, path, query, content type or body."
                    + " Nothing was changed. Use a new key for a new request."),
    PRECONDITION_REQUIRED(
            428,
            "Precondition required",
            "This service takes writes only with If-Match, so that no client overwrites what it has not seen. Nothing"
                    + " was changed."),
    HEADERS_TOO_LARGE(
            431, "Headers too large", "The headers of the request are larger, taken together, than the service takes."),
    TRANSACTION_FAILED(
            500,
            "Transaction failed",
            "The database refused the work and everything was rolled back: nothing was changed. The trace id stands in the log of the service, too."),
    INTERNAL_ERROR(
            500,
            "Internal error",
            "The service failed in a way that it should not. The trace id stands in the log of the service, too."),
    DATABASE_UNAVAILABLE(
            503,
            "Database unavailable",
            "The database cannot be reached at the moment. Try again after the time in Retry-After."),
    OVERLOADED(
            503,
            "Overloaded",
            "More requests are waiting than the service takes on. Try again after the time in Retry-After."),
    DRAINING(
            503,
            "Draining",
            "This instance is about to stop and takes no new work. Try again: another instance will answer."),
    DEADLINE_PASSED(
            504,
            "Deadline passed",
            "The database did not do the work before the deadline of the request, 5 seconds unless Prefer: wait says"
                    + " otherwise. It was rolled back: nothing was changed. Try again after the time in Retry-After."),
    OUTCOME_UNKNOWN(
            504,
            "Outcome unknown",
            "The connection to the database was lost, or stood still, while the work was being committed. It was done or"
                    + " it was not. With an Idempotency-Key the same request again is safe; without one, look first."),
    HTTP_VERSION_NOT_SUPPORTED(
            505,
            "HTTP version not supported",
            "The request is written in a version of HTTP that the service does not speak: it takes HTTP/1.0, HTTP/1.1 and"
                    + " HTTP/2. Nothing was changed.");

    private final int status;
    private final String title;
    private final String explanation;

    ProblemType(int status, String title, String explanation) {
        this.status = status;
        this.title = title;
        this.explanation = explanation;
    }

    /** The type with this name in its path, if there is one. */
    public static Optional<ProblemType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.slug().equals(name)).findFirst();
    }

    /** The type that stands for a bare status code of the framework. */
    public static ProblemType ofStatus(int status) {
        return Arrays.stream(values())
                .filter(type -> type.status == status)
                .findFirst()
                .orElse(status < 500 ? MALFORMED_REQUEST : INTERNAL_ERROR);
    }

    /** The HTTP status that goes with it. */
    public int status() {
        return status;
    }

    /** A short summary that never changes from one occurrence to the next. */
    public String title() {
        return title;
    }

    /** What happened and what a client can do, for a human reader. */
    public String explanation() {
        return explanation;
    }

    /** The name in its path, such as {@code validation-failed}. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The URI reference that identifies it and leads to its page. */
    public String uri() {
        return "/problems/" + slug();
    }
}
