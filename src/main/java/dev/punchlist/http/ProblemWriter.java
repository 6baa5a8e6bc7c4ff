package dev.punchlist.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.punchlist.database.DatabaseFailure;
import io.vertx.core.http.HttpClosedException;
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

    private final ObjectMapper mapper;
    private final Refusals refusals;

    ProblemWriter(ObjectMapper mapper, Refusals refusals) {
        this.mapper = mapper;
        this.refusals = refusals;
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
        return Problem.of(log(failure, context), context.normalizedPath(), RequestFilters.idOf(context));
    }

    void write(Throwable failure, RoutingContext context) {
        if (context.response().ended() || context.response().headWritten()) {
            return;
        }
        ProblemException problem = log(failure, context);
        context.response().setStatusCode(problem.type().status()).putHeader("Content-Type", Problem.MEDIA_TYPE);
        problem.headers().forEach(context.response()::putHeader);
        if (UnreadBody.endsConnection(context)) {
            context.response().putHeader("Connection", "close");
        }
        context.response().end(body(problem, context));
    }

    private String body(ProblemException problem, RoutingContext context) {
        try {
            return mapper.writeValueAsString(
                    Problem.of(problem, context.normalizedPath(), RequestFilters.idOf(context)));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProblemException log(Throwable failure, RoutingContext context) {
        ProblemException problem = Failures.problemOf(failure);
        if (isClientGone(failure, context)) {
            LOG.debugf(
                    "%s %s: the client went away",
                    context.request().method(), context.request().path());
        } else if (problem.type().status() >= 500) {
            RequestId id = RequestFilters.idOf(context);
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
