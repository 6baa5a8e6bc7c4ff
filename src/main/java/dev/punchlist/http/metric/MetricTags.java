package dev.punchlist.http.metric;

import dev.punchlist.http.route.RouteCatalogue;
import dev.punchlist.http.route.RouteDescription;
import dev.punchlist.http.syntax.RequestLine;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.quarkus.micrometer.runtime.HttpServerMetricsTagsContributor;
import io.quarkus.micrometer.runtime.binder.vertx.HttpRequestMetric;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the tags of the request metrics to closed sets: a series is for ever, and whoever makes up methods and paths would
 * make as many of them.
 */
@Singleton
public class MetricTags implements HttpServerMetricsTagsContributor {

    /** Behind the check of the target. */
    private static final int NAME = 330;

    private static final String ROUTE = MetricTags.class.getName();
    private static final String UNKNOWN = "UNKNOWN";
    private static final String NOT_FOUND = "NOT_FOUND";

    private static final String REQUESTS = "http.server.requests";
    private static final String METHOD = "method";
    private static final String URI = "uri";

    /** What stands in place of a route. */
    private static final Set<String> NO_ROUTES = Set.of(UNKNOWN, NOT_FOUND, "REDIRECTION", "root");

    private final RouteCatalogue routes;

    MetricTags(RouteCatalogue routes) {
        this.routes = routes;
    }

    void register(@Observes Filters filters) {
        filters.register(this::name, NAME);
    }

    /** Requests to operations are not measured, by their path. */
    private void name(RoutingContext context) {
        HttpServerRequestInternal request = (HttpServerRequestInternal) context.request();
        String path = context.normalizedPath();
        if (request.metric() instanceof HttpRequestMetric metric && !path.startsWith("/q/")) {
            String route = routes.find(path).map(RouteDescription::template).orElse(UNKNOWN);
            request.context().putLocal(ROUTE, route);
            // For a request that is never answered; nobody is asked for tags then.
            metric.setTemplatePath(route);
        }
        context.next();
    }

    @Override
    public Tags contribute(Context context) {
        return Tags.of(
                URI,
                uri(context.requestContextLocalData(ROUTE), context.response().statusCode()));
    }

    /** The last word, whoever measures: a request can end before anybody could name its route, and its method is as it came. */
    @Produces
    @Singleton
    static MeterFilter closedSets(RouteCatalogue routes) {
        Set<String> templates = routes.templates();
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                return id.getName().equals(REQUESTS) ? close(id, templates) : id;
            }
        };
    }

    private static Meter.Id close(Meter.Id id, Set<String> templates) {
        String method = id.getTag(METHOD);
        String uri = id.getTag(URI);
        Meter.Id closed = id;
        if (method != null && !RequestLine.isMethod(method)) {
            closed = closed.withTag(Tag.of(METHOD, "OTHER"));
        }
        if (uri != null && !NO_ROUTES.contains(uri) && !templates.contains(uri)) {
            closed = closed.withTag(Tag.of(URI, UNKNOWN));
        }
        return closed;
    }

    private static String uri(@Nullable String route, int status) {
        if (route != null && !route.equals(UNKNOWN)) {
            return route;
        }
        return status == 404 ? NOT_FOUND : UNKNOWN;
    }
}
