package dev.punchlist.http.error;

import dev.punchlist.http.route.RouteCatalogue;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers with a problem where JAX-RS or a resource fails. */
public class JaxRsProblems {

    private final ProblemWriter problems;
    private final RouteCatalogue routes;

    JaxRsProblems(ProblemWriter problems, RouteCatalogue routes) {
        this.problems = problems;
        this.routes = routes;
    }

    /** A request that a resource ends with a problem, or that fails in an unforeseen way. */
    @ServerExceptionMapper
    public Response any(Throwable failure, RoutingContext context) {
        return problems.response(failure, context);
    }

    /** An answer that a framework class asks for by its status. */
    @ServerExceptionMapper
    public Response framework(WebApplicationException failure, RoutingContext context) {
        return problems.response(failure, context);
    }

    /** The path is known, the method is not; RFC 9110 section 15.5.6 asks for the methods that are. */
    @ServerExceptionMapper
    public Response methodNotAllowed(NotAllowedException failure, RoutingContext context) {
        return problems.response(routes.methodNotAllowed(context.normalizedPath()), context);
    }

    /** No representation suits the Accept header. */
    @ServerExceptionMapper
    public Response notAcceptable(NotAcceptableException failure, RoutingContext context) {
        return problems.response(routes.notAcceptable(context.normalizedPath()), context);
    }
}
