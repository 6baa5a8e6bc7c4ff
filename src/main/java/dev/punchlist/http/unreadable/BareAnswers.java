package dev.punchlist.http.unreadable;

import dev.punchlist.http.ProblemException;
import dev.punchlist.http.ProblemType;
import dev.punchlist.http.ProblemWriter;
import dev.punchlist.http.connection.UnsupportedVersionException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;

/** Answers requests that nobody can route, and ends their connection: where the next request would begin is not known. */
@Singleton
class BareAnswers {

    private final ProblemWriter problems;

    BareAnswers(ProblemWriter problems) {
        this.problems = problems;
    }

    /** The head is no head of HTTP, or too long to be one. */
    void unreadable(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        if (cause instanceof TooLongHttpLineException) {
            refuse(request, ProblemException.of(ProblemType.URI_TOO_LONG, "The request line is too long."));
        } else if (cause instanceof TooLongHttpHeaderException) {
            refuse(request, ProblemException.of(ProblemType.HEADERS_TOO_LARGE, "The headers are too large."));
        } else if (cause instanceof UnsupportedVersionException) {
            refuse(
                    request,
                    ProblemException.of(
                            ProblemType.HTTP_VERSION_NOT_SUPPORTED,
                            "The versions in which a request may be written so are HTTP/1.0 and HTTP/1.1."));
        } else {
            refuse(
                    request,
                    ProblemException.of(ProblemType.MALFORMED_REQUEST, "The head of the request is malformed."));
        }
    }

    /** The head names several hosts. */
    void withoutOneHost(HttpServerRequest request) {
        refuse(request, ProblemException.of(ProblemType.MALFORMED_REQUEST, "The request names more than one Host."));
    }

    /** It is not sure where the request ends. */
    void withoutSureEnd(HttpServerRequest request) {
        refuse(
                request,
                ProblemException.of(
                        ProblemType.MALFORMED_REQUEST, "The only Transfer-Encoding that is taken is chunked."));
    }

    private void refuse(HttpServerRequest request, ProblemException problem) {
        problems.writeBare(problem, request)
                .onComplete(sent -> request.connection().close());
    }
}
