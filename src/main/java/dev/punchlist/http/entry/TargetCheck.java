package dev.punchlist.http.entry;

import dev.punchlist.http.error.ProblemWriter;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import dev.punchlist.http.route.RouteCatalogue;
import dev.punchlist.http.syntax.RequestLine;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.Set;

/**
 * Lets in what names a resource in the characters of a URI (RFC 3986), by a method of HTTP. What else is sent is refused
 * here, before anybody makes something of it: text that is not percent-encoded would be read as Latin-1.
 */
@ApplicationScoped
class TargetCheck {

    /** Behind what refuses of itself, before whoever reads a path or a body. */
    private static final int CHECK = 335;

    private static final String OPERATIONS = "/q/";

    /** Whose handlers would answer any method. */
    private static final Set<String> OPERATION_ROOTS = Set.of("health", "metrics", "openapi");

    private static final String OPERATION_METHODS = "GET, HEAD, OPTIONS";

    /** There is none, and the framework would keep each name that is asked for. */
    private static final String HEALTH_GROUPS = "/q/health/group";

    private final RouteCatalogue routes;
    private final ProblemWriter problems;

    TargetCheck(RouteCatalogue routes, ProblemWriter problems) {
        this.routes = routes;
        this.problems = problems;
    }

    /**
     * Whether the target is a path, or a whole URI by which HTTP/1.1 may name one (RFC 9112 section 3.2). HTTP/2 has a field
     * of its own for what stands in front of the path.
     */
    private static boolean isOriginOrAbsolute(HttpServerRequest request) {
        String target = request.uri();
        return target.startsWith("/") || (request.version() != HttpVersion.HTTP_2 && RequestLine.isAbsolute(target));
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, CHECK);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        String query = request.query();
        if (!RequestLine.isPath(request.path()) || !isOriginOrAbsolute(request)) {
            // At once: the search for a failure handler would look at the path.
            problems.write(malformed("path"), context);
        } else if (query != null && !RequestLine.isQuery(query)) {
            context.fail(malformed("query"));
        } else if (isAnotherNameForOperations(context)
                || hasParameters(context)
                || context.normalizedPath().startsWith(HEALTH_GROUPS)) {
            context.fail(404);
        } else if (!RequestLine.isMethod(request.method().name())) {
            routes.find(context.normalizedPath())
                    .ifPresentOrElse(route -> context.fail(route.methodNotAllowed()), () -> context.fail(404));
        } else if (isOperation(context) && !isRead(request.method())) {
            refuseMethod(context);
        } else {
            context.next();
        }
    }

    /** JAX-RS would take {@code /tasks;x} for {@code /tasks}, and nobody else who looks at the path. */
    private static boolean hasParameters(RoutingContext context) {
        return context.normalizedPath().indexOf(';') >= 0;
    }

    private static boolean isOperation(RoutingContext context) {
        String path = context.normalizedPath();
        if (!path.startsWith(OPERATIONS)) {
            return false;
        }
        int end = path.indexOf('/', OPERATIONS.length());
        return OPERATION_ROOTS.contains(path.substring(OPERATIONS.length(), end < 0 ? path.length() : end));
    }

    private static boolean isRead(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    private static void refuseMethod(RoutingContext context) {
        if (context.request().method().equals(HttpMethod.OPTIONS)) {
            context.response()
                    .putHeader("Allow", OPERATION_METHODS)
                    .setStatusCode(204)
                    .end();
        } else {
            context.fail(ProblemException.of(
                    ProblemType.METHOD_NOT_ALLOWED,
                    "This resource takes " + OPERATION_METHODS + ".",
                    Map.of("Allow", OPERATION_METHODS)));
        }
    }

    private static ProblemException malformed(String part) {
        return ProblemException.of(
                ProblemType.MALFORMED_REQUEST,
                "The " + part + " is not that of a URI; what has no place in one is written as percent-encoded UTF-8.");
    }

    /** Such as {@code //q/metrics} or {@code /q/./metrics}: a proxy that keeps the outside from {@code /q/} would have let it through. */
    private static boolean isAnotherNameForOperations(RoutingContext context) {
        return context.normalizedPath().startsWith(OPERATIONS)
                && !context.normalizedPath().equals(context.request().path());
    }
}
