package dev.punchlist.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.MDC;

/** What happens to every request before it is routed: it gets its id, and its body is read up to the limit. */
@ApplicationScoped
public class RequestFilters {

    private static final String REQUEST_ID = RequestId.class.getName();
    /** Filters with a higher priority run first. */
    private static final int IDENTIFY = 400;

    private static final int WATCH = 350;
    private static final int EXPECT_BODY = 340;
    private static final int REFUSE_WHILE_DRAINING = 300;
    private static final int READ_BODY = 250;
    /** Behind the body, so that who sends slowly keeps nobody out. */
    private static final int GATE = 200;

    private final BodyReader bodies;
    private final RouteCatalogue routes;
    private final Drain drain;
    private final OverloadGate gate;

    RequestFilters(BodyReader bodies, RouteCatalogue routes, Drain drain, OverloadGate gate) {
        this.bodies = bodies;
        this.routes = routes;
        this.drain = drain;
        this.gate = gate;
    }

    void register(@Observes Filters filters) {
        filters.register(RequestFilters::identify, IDENTIFY);
        filters.register(this::watch, WATCH);
        filters.register(UnreadBody::expect, EXPECT_BODY);
        filters.register(this::refuseWhileDraining, REFUSE_WHILE_DRAINING);
        filters.register(this::readBody, READ_BODY);
        filters.register(this::gate, GATE);
    }

    /** What the request is called, also where it did not come as far as {@link #identify}. */
    static RequestId idOf(RoutingContext context) {
        RequestId known = context.get(REQUEST_ID);
        if (known != null) {
            return known;
        }
        var headers = context.request().headers();
        RequestId id = RequestId.of(headers.get("X-Request-Id"), headers.get("traceparent"));
        context.put(REQUEST_ID, id);
        return id;
    }

    private static void identify(RoutingContext context) {
        RequestId id = idOf(context);
        context.response().putHeader("X-Request-Id", id.id());
        MDC.put("request_id", id.id());
        context.next();
    }

    private void watch(RoutingContext context) {
        context.addEndHandler(answered -> {
            if (answered.failed()) {
                drain.unanswered();
            }
        });
        context.next();
    }

    private void refuseWhileDraining(RoutingContext context) {
        if (drain.refusesWork() && !isOperational(context)) {
            context.fail(
                    ProblemException.of(ProblemType.DRAINING, "This instance is stopping.", Problem.retryAfter(1)));
            return;
        }
        context.next();
    }

    private void readBody(RoutingContext context) {
        if (routes.streams(context.normalizedPath())) {
            context.next();
            return;
        }
        bodies.handle(context);
    }

    /** Whoever needs no connection of the request pool passes by the gate. */
    private void gate(RoutingContext context) {
        String path = context.normalizedPath();
        if (isOperational(context) || path.startsWith("/problems/") || routes.streams(path)) {
            context.next();
            return;
        }
        gate.handle(context);
    }

    private static boolean isOperational(RoutingContext context) {
        return context.normalizedPath().startsWith("/q/");
    }
}
