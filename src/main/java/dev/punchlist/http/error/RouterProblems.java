package dev.punchlist.http.error;

import dev.punchlist.http.answer.StandardHeaders;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import dev.punchlist.http.problem.RequestId;
import dev.punchlist.http.route.RouteCatalogue;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Answers with a problem where a request fails before or after JAX-RS: unreadable, too large, or without a route. */
@ApplicationScoped
public class RouterProblems {

    /** Before the last route, where the framework has a failure handler whose answers have no body. */
    private static final int BEFORE_THE_FRAMEWORK = Integer.MAX_VALUE - 1;

    private final ProblemWriter problems;
    private final RouteCatalogue routes;
    private final StandardHeaders standard;

    RouterProblems(ProblemWriter problems, RouteCatalogue routes, StandardHeaders standard) {
        this.problems = problems;
        this.routes = routes;
        this.standard = standard;
    }

    void register(@Observes Router router) {
        router.route().order(BEFORE_THE_FRAMEWORK).failureHandler(this::answer);
        router.errorHandler(400, this::answer);
        router.errorHandler(404, this::answer);
    }

    private void answer(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.method().equals(HttpMethod.OPTIONS) && request.uri().equals("*")) {
            // No filter comes by here, as there is no path.
            standard.addTo(context.response());
            context.response().putHeader("X-Request-Id", RequestId.of(context).id());
            routes.answerForAll(context);
        } else {
            problems.write(failureOf(context), context);
        }
    }

    /** Where the framework says that it is the client's failure, its exception only tells why. */
    private static Throwable failureOf(RoutingContext context) {
        if (!String.valueOf(context.request().path()).startsWith("/")) {
            return ProblemException.of(ProblemType.MALFORMED_REQUEST, "The request target has no path.");
        }
        Throwable failure = context.failure();
        boolean clients = context.statusCode() >= 400 && context.statusCode() < 500;
        return failure == null || (clients && !(failure instanceof ProblemException))
                ? ProblemTable.ofStatus(context.statusCode())
                : failure;
    }
}
