package dev.punchlist.http.body;

import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;

/** What the head of a request tells of its body, before any of it has come. */
public final class RequestHead {

    /** Nothing of more digits is a length that we take. */
    private static final int LONGEST_LENGTH = 18;

    private RequestHead() {}

    /** Whether a body comes, or may come, which under HTTP/2 no head rules out. */
    static boolean announcesBody(HttpServerRequest request) {
        if (request.headers().contains("Content-Length")) {
            return length(request).orElse(0L) > 0;
        }
        return request.version() == HttpVersion.HTTP_2 || request.headers().contains("Transfer-Encoding");
    }

    /**
     * The length of the body, where the head tells it.
     *
     * @throws ProblemException 400 if it is no number
     */
    public static Optional<Long> length(HttpServerRequest request) {
        String told = request.getHeader("Content-Length");
        if (told == null) {
            return Optional.empty();
        }
        if (told.isEmpty() || !told.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            throw malformed("Content-Length is not a number.");
        }
        return Optional.of(told.length() > LONGEST_LENGTH ? Long.MAX_VALUE : Long.parseLong(told));
    }

    /** Whether the client waits for a sign that its body is wanted (RFC 9110 section 10.1.1). */
    public static boolean expectsContinue(HttpServerRequest request) {
        return request.version() != HttpVersion.HTTP_1_0
                && "100-continue".equalsIgnoreCase(request.getHeader("Expect"));
    }

    private static ProblemException malformed(String detail) {
        return ProblemException.of(ProblemType.MALFORMED_REQUEST, detail);
    }
}
