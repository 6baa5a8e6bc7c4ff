package dev.punchlist.http.error;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.punchlist.database.failure.DatabaseFailure;
import dev.punchlist.http.answer.Forwarding;
import dev.punchlist.http.answer.StandardHeaders;
import dev.punchlist.http.body.ClientGoneException;
import dev.punchlist.http.body.UnreadBody;
import dev.punchlist.http.problem.Problem;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.RequestId;
import dev.punchlist.http.syntax.RequestLine;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jboss.logging.Logger;

/** Turns a failure into its answer, the same whether JAX-RS or the router below it noticed. */
@Singleton
public class ProblemWriter {

    private static final Logger LOG = Logger.getLogger(ProblemWriter.class);
    private static final String NO_PATH = "/";

    private final ObjectMapper mapper;
    private final Refusals refusals;
    private final StandardHeaders standard;

    ProblemWriter(ObjectMapper mapper, Refusals refusals, StandardHeaders standard) {
        this.mapper = mapper;
        this.refusals = refusals;
        this.standard = standard;
    }

    Response response(Throwable failure, RoutingContext context) {
        ProblemException problem = log(failure, context);
        Response.ResponseBuilder response = Response.status(problem.type().status())
                .type(Problem.MEDIA_TYPE)
                .entity(body(problem, context));
        problem.headers().forEach(response::header);
        if (UnreadBody.endsConnection(context)) {
            response.header("Connection", "close");
        }
        return response.build();
    }

    /** The failure as a part of an answer that is under way already. */
    public Problem problem(Throwable failure, RoutingContext context) {
        return problemOf(log(failure, context), context);
    }

    /** Answers with the problem, if nothing was answered yet. */
    public void write(Throwable failure, RoutingContext context) {
        if (context.response().ended() || context.response().headWritten()) {
            return;
        }
        ProblemException problem = log(failure, context);
        standard.addTo(context.response());
        context.response()
                .setStatusCode(problem.type().status())
                .putHeader("Content-Type", Problem.MEDIA_TYPE)
                .putHeader("X-Request-Id", RequestId.of(context).id());
        problem.headers().forEach(context.response()::putHeader);
        if (UnreadBody.endsConnection(context)) {
            context.response().putHeader("Connection", "close");
        }
        context.response().end(body(problem, context));
    }

    /** Answers a request that does not come as far as a route, and says that its connection ends; done when that is sent. */
    public Future<Void> writeBare(ProblemException problem, HttpServerRequest request) {
        RequestId id = RequestId.of(request);
        standard.addTo(request.response());
        return request.response()
                .setStatusCode(problem.type().status())
                .putHeader("Content-Type", Problem.MEDIA_TYPE)
                .putHeader("X-Request-Id", id.id())
                .putHeader("Connection", "close")
                .end(json(Problem.of(problem, NO_PATH, id)));
    }

    private String body(ProblemException problem, RoutingContext context) {
        return json(problemOf(problem, context));
    }

    /** What cannot be read as a path is not repeated. */
    private static Problem problemOf(ProblemException problem, RoutingContext context) {
        String path = RequestLine.isPath(context.request().path()) ? context.normalizedPath() : NO_PATH;
        return Problem.of(problem, path, RequestId.of(context)).behind(Forwarding.prefixOf(context));
    }

    private String json(Problem problem) {
        try {
            return mapper.writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProblemException log(Throwable failure, RoutingContext context) {
        ProblemException problem = ProblemTable.problemOf(failure);
        if (isClientGone(failure, context)) {
            LOG.debugf(
                    "%s %s: the client went away",
                    context.request().method(), context.request().path());
        } else if (problem.type().status() >= 500) {
            RequestId id = RequestId.of(context);
            String line = "%s %s answered %s %s, trace %s, request %s: %s"
                    .formatted(
                            context.request().method(),
                            context.request().path(),
                            problem.type().status(),
                            problem.type().slug(),
                            id.trace(),
                            id.id(),
                            failure);
            if (problem.type().status() == 500) {
                LOG.error(line, failure);
            } else {
                refusals.note(problem.type(), line);
            }
        }
        return problem;
    }

    /** What fails only because nobody waits for the answer any more is no failure of the service. */
    private static boolean isClientGone(Throwable failure, RoutingContext context) {
        return failure instanceof HttpClosedException
                || failure instanceof ClientGoneException
                || (failure instanceof IOException && !context.request().isEnded())
                || (context.response().closed() && !(failure instanceof DatabaseFailure));
    }
}
