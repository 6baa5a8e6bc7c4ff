package dev.punchlist.http;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** Answers with a problem where a request fails before or after JAX-RS: unreadable, too large, or without a route. */
@ApplicationScoped
public class RouterErrors {

    private static final List<Integer> STATUSES = List.of(400, 404, 405, 406, 413, 414, 415, 431, 500, 503);

    private final ProblemWriter problems;

    RouterErrors(ProblemWriter problems) {
        this.problems = problems;
    }

    void register(@Observes Router router) {
        for (int status : STATUSES) {
            router.errorHandler(status, context -> {
                Throwable failure = context.failure();
                problems.write(failure == null ? Failures.ofStatus(status) : failure, context);
            });
        }
    }
}
