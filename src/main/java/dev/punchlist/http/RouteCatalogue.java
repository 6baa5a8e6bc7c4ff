package dev.punchlist.http;

import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** What the routes take and offer, as the answers 405 and 406 must tell and JAX-RS does not. */
@Singleton
public class RouteCatalogue {

    private final List<RouteDescription> routes;

    RouteCatalogue(@All List<RouteDescription> routes) {
        this.routes = routes;
    }

    ProblemException methodNotAllowed(String path) {
        String allow = String.join(", ", describe(path).methods());
        return ProblemException.of(
                ProblemType.METHOD_NOT_ALLOWED, "This resource takes " + allow + ".", Map.of("Allow", allow));
    }

    ProblemException notAcceptable(String path) {
        return ProblemException.of(
                ProblemType.NOT_ACCEPTABLE,
                "On offer: " + String.join(", ", describe(path).offers()) + ".");
    }

    private RouteDescription describe(String path) {
        return routes.stream()
                .filter(route -> route.covers(path))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No description of the route " + path));
    }
}
