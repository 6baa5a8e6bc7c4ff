package dev.punchlist.http.entry;

import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import dev.punchlist.http.route.RouteCatalogue;
import dev.punchlist.http.route.RouteDescription;
import dev.punchlist.http.syntax.MediaRanges;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/**
 * Chooses the media type of an answer out of those that its route offers. Whoever comes after finds the choice in place of
 * what the client sent, so that there is one reading of Accept.
 */
@ApplicationScoped
public class Negotiation {

    /** Behind the gate, shortly before the resources. */
    private static final int NEGOTIATE = 190;

    private final RouteCatalogue routes;

    Negotiation(RouteCatalogue routes) {
        this.routes = routes;
    }

    /** The type that was chosen for the answer to this request. */
    public static String chosen(RoutingContext context) {
        return String.valueOf(context.request().getHeader("Accept"));
    }

    void register(@Observes Filters filters) {
        filters.register(this::negotiate, NEGOTIATE);
    }

    private void negotiate(RoutingContext context) {
        if (context.request().method().equals(HttpMethod.OPTIONS)) {
            // Its answer has no body.
            context.next();
            return;
        }
        Optional<RouteDescription> route = routes.find(context.normalizedPath()).filter(found -> found.methods()
                .contains(context.request().method().name()));
        if (route.isPresent()) {
            choose(route.get(), context);
        } else {
            context.next();
        }
    }

    private static void choose(RouteDescription route, RoutingContext context) {
        HttpServerRequest request = context.request();
        Optional<MediaRanges> accepted = MediaRanges.read(request.headers().getAll("Accept"));
        if (accepted.isEmpty()) {
            context.fail(
                    ProblemException.of(ProblemType.MALFORMED_REQUEST, "The header Accept is not a list of types."));
            return;
        }
        if (route.offers().size() > 1) {
            context.response().putHeader("Vary", "Accept");
        }
        Optional<String> best = accepted.get().best(route.offers());
        if (best.isEmpty()) {
            context.fail(route.notAcceptable());
            return;
        }
        request.headers().set("Accept", best.get());
        context.next();
    }
}
