package dev.punchlist.http.unreadable;

import dev.punchlist.http.error.ProblemWriter;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
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

    /** The head is no head of HTTP, or too long to be one; whoever looked at it may have said why. */
    void unreadable(HttpServerRequest request) {
        refuse(request, problemOf(request.decoderResult().cause()));
    }

    private static ProblemException problemOf(Throwable cause) {
        if (cause instanceof ProblemException problem) {
            return problem;
        }
        if (cause instanceof TooLongHttpLineException) {
            return ProblemException.of(ProblemType.URI_TOO_LONG, "The request line is too long.");
        }
        return cause instanceof TooLongHttpHeaderException
                ? ProblemException.of(ProblemType.HEADERS_TOO_LARGE, "The headers are too large.")
                : ProblemException.of(ProblemType.MALFORMED_REQUEST, "The head of the request is malformed.");
    }

    private void refuse(HttpServerRequest request, ProblemException problem) {
        problems.writeBare(problem, request)
                .onComplete(sent -> request.connection().close());
    }
}
