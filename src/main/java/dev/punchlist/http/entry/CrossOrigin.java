package dev.punchlist.http.entry;

import dev.punchlist.PunchlistConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Set;

/**
 * Tells browsers which pages may use the service (WHATWG Fetch section 3.2): those of the origins in the settings, none by
 * default. Others get the answer without a word about it, which a browser keeps from its page. Nothing is refused: who is
 * not a browser may send any Origin, and cookies mean nothing here.
 */
@ApplicationScoped
class CrossOrigin {

    /** Before whatever else may answer. */
    private static final int SHARE = 380;

    private static final String ANY = "*";
    private static final String METHODS = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";
    private static final String REQUEST_HEADERS =
            "Accept, Authorization, Content-Encoding, Content-Type, Idempotency-Key,"
                    + " If-Match, If-None-Match, Last-Event-ID, Prefer, traceparent, X-Request-Id";
    private static final String ANSWER_HEADERS = "Accept-Patch, Accept-Post, Allow, ETag, Idempotency-Replayed, Link,"
            + " Location, Preference-Applied, RateLimit, RateLimit-Policy, Retry-After, Total-Count, WWW-Authenticate,"
            + " X-Request-Id";
    /** How long a browser may remember the answer to its question. */
    private static final String TEN_MINUTES = "600";

    private final Set<String> origins;

    CrossOrigin(PunchlistConfig config) {
        this.origins = Set.copyOf(config.http().corsOrigins().orElse(List.of()));
    }

    void register(@Observes Filters filters) {
        if (!origins.isEmpty()) {
            filters.register(this::share, SHARE);
        }
    }

    private void share(RoutingContext context) {
        HttpServerRequest request = context.request();
        String origin = request.getHeader("Origin");
        if (!origins.contains(ANY)) {
            // Also to those who sent none: a cache must not give one origin's answer to another.
            context.addHeadersEndHandler(end -> vary(context.response().headers()));
        }
        if (origin == null || !isWelcome(origin)) {
            context.next();
            return;
        }
        MultiMap answer = context.response().headers();
        answer.set("Access-Control-Allow-Origin", origins.contains(ANY) ? ANY : origin);
        if (isPreflight(request)) {
            answer.set("Access-Control-Allow-Methods", METHODS);
            answer.set("Access-Control-Allow-Headers", REQUEST_HEADERS);
            answer.set("Access-Control-Max-Age", TEN_MINUTES);
            context.response().setStatusCode(204).end();
            return;
        }
        answer.set("Access-Control-Expose-Headers", ANSWER_HEADERS);
        context.next();
    }

    /** "null" is every page that hides where it comes from. */
    private boolean isWelcome(String origin) {
        return !origin.equals("null") && (origins.contains(ANY) || origins.contains(origin));
    }

    private static boolean isPreflight(HttpServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && request.headers().contains("Access-Control-Request-Method");
    }

    private static void vary(MultiMap answer) {
        String others = answer.get("Vary");
        answer.set("Vary", others == null ? "Origin" : others + ", Origin");
    }
}
