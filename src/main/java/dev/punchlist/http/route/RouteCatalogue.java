package dev.punchlist.http.route;

import dev.punchlist.http.input.MediaTypes;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import io.quarkus.arc.All;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the routes take and offer, as OPTIONS and the answers 405 and 406 must tell and JAX-RS does not. */
@Singleton
public class RouteCatalogue {

    private static final int BEFORE_JAX_RS = 0;

    private final List<RouteDescription> routes;
    private final List<RouteDescription> streaming;

    RouteCatalogue(@All List<RouteDescription> routes) {
        this.routes = routes.stream()
                .sorted(Comparator.comparing(RouteDescription::hasPlaceholder))
                .toList();
        this.streaming = this.routes.stream().filter(RouteDescription::streams).toList();
    }

    /** Answers OPTIONS where it is asked of a route of ours; JAX-RS knows the methods of classes only. */
    void register(@Observes Router router) {
        router.options().order(BEFORE_JAX_RS).handler(context -> find(context.normalizedPath())
                .ifPresentOrElse(route -> answerOptions(route, context), context::next));
    }

    private static void answerOptions(RouteDescription route, RoutingContext context) {
        context.response().putHeader("Allow", route.allow());
        route.bodies().forEach(bodies -> bodies.nameIn(context.response().headers()));
        context.response().setStatusCode(204).end();
    }

    /** Answers {@code OPTIONS *}, which asks about the server as a whole (RFC 9110 section 9.3.7). */
    public void answerForAll(RoutingContext context) {
        String allow = routes.stream()
                .flatMap(route -> route.methods().stream())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        context.response().putHeader("Allow", allow).setStatusCode(204).end();
    }

    /** The 405 of this path, with the methods that it takes. */
    public ProblemException methodNotAllowed(String path) {
        return find(path).map(RouteDescription::methodNotAllowed).orElseGet(RouteCatalogue::notFound);
    }

    /** The 406 of this path, with the media types that it answers in. */
    public ProblemException notAcceptable(String path) {
        return find(path).map(RouteDescription::notAcceptable).orElseGet(RouteCatalogue::notFound);
    }

    /** Whether a request for this path has a body that is read as it comes. */
    public boolean streams(String path) {
        return streaming.stream().anyMatch(route -> route.covers(path));
    }

    /** The bodies that a method of a resource takes, if it is known and takes any. */
    public Optional<MediaTypes> bodies(String path, String method) {
        return find(path).flatMap(route -> route.bodies().stream()
                .filter(types -> types.method().equals(method))
                .findFirst());
    }

    /** JAX-RS knows the path, and we do not: then it is none that a client may rely on. */
    private static ProblemException notFound() {
        return ProblemException.of(ProblemType.NOT_FOUND, "There is no such resource.");
    }

    /** The paths of all routes, with placeholders in braces. */
    public Set<String> templates() {
        return routes.stream().map(RouteDescription::template).collect(Collectors.toUnmodifiableSet());
    }

    /** The route that a path leads to, if any. */
    public Optional<RouteDescription> find(String path) {
        return routes.stream().filter(route -> route.covers(path)).findFirst();
    }
}
