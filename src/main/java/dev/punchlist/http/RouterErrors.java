package dev.punchlist.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Answers with a problem where a request fails before or after JAX-RS: unreadable, too large, or without a route. */
@ApplicationScoped
public class RouterErrors {

    /** Before the last route, where the framework has a failure handler whose answers have no body. */
    private static final int BEFORE_THE_FRAMEWORK = Integer.MAX_VALUE - 1;

    private final ProblemWriter problems;

    RouterErrors(ProblemWriter problems) {
        this.problems = problems;
    }

    void register(@Observes Router router) {
        router.route().order(BEFORE_THE_FRAMEWORK).failureHandler(this::answer);
        router.errorHandler(404, this::answer);
    }

    private void answer(RoutingContext context) {
        problems.write(failureOf(context), context);
    }

    /** Where the framework says that it is the client's failure, its exception only tells why. */
    private static Throwable failureOf(RoutingContext context) {
        Throwable failure = context.failure();
        boolean clients = context.statusCode() >= 400 && context.statusCode() < 500;
        return failure == null || (clients && !(failure instanceof ProblemException))
                ? Failures.ofStatus(context.statusCode())
                : failure;
    }
}
