package dev.punchlist.http.entry;

import dev.punchlist.http.body.ClientGoneException;
import dev.punchlist.http.body.UnreadBody;
import dev.punchlist.http.input.MediaTypes;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import dev.punchlist.http.route.RouteCatalogue;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * What stands between the REST layer and its resources: the head of a request is looked at, its body is read, and it
 * passes the gate. The body is read here and not by a filter of the router, because the REST layer pauses each request that
 * comes to it, and under HTTP/2 one that was read to its end cannot be paused any more.
 */
public class Admission {

    /** Filters with a lower priority run first. */
    private static final int READ_BODY = 100;
    /** Behind the body, so that who sends slowly keeps nobody out. */
    private static final int GATE = 200;

    private final RouteCatalogue routes;
    private final BodyReader bodies;
    private final OverloadGate gate;

    Admission(RouteCatalogue routes, BodyReader bodies, OverloadGate gate) {
        this.routes = routes;
        this.bodies = bodies;
        this.gate = gate;
    }

    /** Reads the body, unless the resource does so itself, or the head tells that it is not taken. */
    @ServerRequestFilter(preMatching = true, priority = READ_BODY)
    public @Nullable Uni<Void> readBody(RoutingContext context) {
        requireClient(context);
        requireOneMediaType(context);
        if (routes.streams(context.normalizedPath())) {
            return null;
        }
        if (UnreadBody.isLeft(context)) {
            requireMediaType(context);
        }
        return bodies.read(context);
    }

    /**
     * Begins nothing for a client that has left while its body was waited for, or before: what is held for a request is given
     * back at its end, and of an end that has come already nobody is told.
     */
    private static void requireClient(RoutingContext context) {
        if (RequestFilters.isOver(context)) {
            throw new ClientGoneException(new HttpClosedException("Connection was closed"));
        }
    }

    /** Two of them are two opinions on what the body means, of which everybody takes another (RFC 9110 section 5.3). */
    private static void requireOneMediaType(RoutingContext context) {
        if (context.request().headers().getAll("Content-Type").size() > 1) {
            throw ProblemException.of(ProblemType.MALFORMED_REQUEST, "Content-Type must be given once.");
        }
    }

    private void requireMediaType(RoutingContext context) {
        HttpServerRequest request = context.request();
        routes.bodies(context.normalizedPath(), request.method().name()).ifPresent(types -> {
            types.require(request.getHeader("Content-Type"));
            MediaTypes.requireIdentity(request.headers().getAll("Content-Encoding"));
        });
    }

    /** Lets the request in; whoever needs no connection of the request pool passes by the gate. */
    @ServerRequestFilter(preMatching = true, priority = GATE)
    public void enter(RoutingContext context) {
        requireClient(context);
        String path = context.normalizedPath();
        if (!path.startsWith("/problems/") && !routes.streams(path)) {
            gate.enter(context);
        }
    }
}
