package dev.punchlist.http.entry;

import dev.punchlist.http.body.UnreadBody;
import dev.punchlist.http.connection.VertxConnections;
import dev.punchlist.http.problem.Problem;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import dev.punchlist.http.problem.RequestId;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.MDC;

/** What happens to every request before it is routed: it gets its id, and it is made sure where its body ends. */
@ApplicationScoped
public class RequestFilters {

    private static final String ENDED = RequestFilters.class.getName() + ".ended";
    /** Filters with a higher priority run first. */
    private static final int DROP = 450;

    private static final int IDENTIFY = 400;

    private static final int WATCH = 350;
    private static final int EXPECT_BODY = 340;
    private static final int REFUSE_WHILE_DRAINING = 300;

    private final Drain drain;

    RequestFilters(Drain drain) {
        this.drain = drain;
    }

    void register(@Observes Filters filters) {
        filters.register(RequestFilters::dropBehindTheLast, DROP);
        filters.register(RequestFilters::identify, IDENTIFY);
        filters.register(this::watch, WATCH);
        filters.register(RequestFilters::expectBody, EXPECT_BODY);
        filters.register(this::refuseWhileDraining, REFUSE_WHILE_DRAINING);
    }

    private static void identify(RoutingContext context) {
        RequestId id = RequestId.of(context);
        context.response().putHeader("X-Request-Id", id.id());
        MDC.put("request_id", id.id());
        context.next();
    }

    private void watch(RoutingContext context) {
        context.addEndHandler(answered -> {
            context.put(ENDED, true);
            if (answered.failed()) {
                drain.unanswered();
            }
        });
        context.next();
    }

    /**
     * Whether the request is over. A client that leaves can end it before its work has begun, and before the response says
     * that it is closed; whoever asks to be told of the end after that waits in vain.
     */
    static boolean isOver(RoutingContext context) {
        return context.get(ENDED) != null;
    }

    /** What comes behind the last request of a connection may be a part of its body: nothing is done for it. */
    private static void dropBehindTheLast(RoutingContext context) {
        if (VertxConnections.isBehindTheLast(context.request())) {
            context.request().connection().close();
            return;
        }
        context.next();
    }

    private static void expectBody(RoutingContext context) {
        UnreadBody.expect(context);
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

    private static boolean isOperational(RoutingContext context) {
        return context.normalizedPath().startsWith("/q/");
    }
}
