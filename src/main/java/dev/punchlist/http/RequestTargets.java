package dev.punchlist.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets in what names a resource in the characters of a URI (RFC 3986), by a method of HTTP. What else is sent is refused
 * here, before anybody makes something of it: text that is not percent-encoded would be read as Latin-1.
 */
@ApplicationScoped
class RequestTargets {

    /** Behind what refuses of itself, before whoever reads a path or a body. */
    private static final int CHECK = 335;

    private static final String OPERATIONS = "/q/";

    /** Whose handlers would answer any method. */
    private static final Set<String> OPERATION_ROOTS = Set.of("health", "metrics", "openapi");

    private static final String OPERATION_METHODS = "GET, HEAD, OPTIONS";

    /** There is none, and the framework would keep each name that is asked for. */
    private static final String HEALTH_GROUPS = "/q/health/group";

    private static final Set<String> SCHEMES = Set.of("http", "https");

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    private static final boolean[] IN_PATH =
            table("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@%/");
    /** Brackets are not in the standard, but browsers leave them as they are. */
    private static final boolean[] IN_QUERY =
            table("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@%/?[]");

    private final RouteCatalogue routes;
    private final ProblemWriter problems;

    RequestTargets(RouteCatalogue routes, ProblemWriter problems) {
        this.routes = routes;
        this.problems = problems;
    }

    private static boolean[] table(String characters) {
        boolean[] table = new boolean[0x80];
        characters.chars().forEach(character -> table[character] = true);
        return table;
    }

    /** Whether the method is one of HTTP's, and not made up. */
    static boolean isOfHttp(String method) {
        return METHODS.contains(method);
    }

    /** Whether this is the path of a URI whose escapes stand for text. */
    static boolean isPath(@Nullable String path) {
        return path != null
                && path.startsWith("/")
                && isOf(IN_PATH, path)
                && PercentEncoding.decodePath(path).isPresent();
    }

    /**
     * Whether the target is a path, or a whole URI by which HTTP/1.1 may name one (RFC 9112 section 3.2). HTTP/2 has a field
     * of its own for what stands in front of the path.
     */
    private static boolean isOriginOrAbsolute(HttpServerRequest request) {
        String target = request.uri();
        return target.startsWith("/") || (request.version() != HttpVersion.HTTP_2 && isAbsolute(target));
    }

    private static boolean isAbsolute(String target) {
        int scheme = target.indexOf("://");
        if (scheme < 0 || !SCHEMES.contains(target.substring(0, scheme).toLowerCase(Locale.ROOT))) {
            return false;
        }
        int start = scheme + "://".length();
        int end = start;
        while (end < target.length() && "/?".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        return end > start && HostAndPort.parseAuthority(target.substring(start, end), -1) != null;
    }

    private static boolean isOf(boolean[] table, String text) {
        return text.chars().allMatch(character -> character < table.length && table[character]);
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, CHECK);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        String query = request.query();
        if (!isPath(request.path()) || !isOriginOrAbsolute(request)) {
            // At once: the search for a failure handler would look at the path.
            problems.write(malformed("path"), context);
        } else if (query != null && !isOf(IN_QUERY, query)) {
            context.fail(malformed("query"));
        } else if (isAnotherNameForOperations(context)
                || hasParameters(context)
                || context.normalizedPath().startsWith(HEALTH_GROUPS)) {
            context.fail(404);
        } else if (!isOfHttp(request.method().name())) {
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
