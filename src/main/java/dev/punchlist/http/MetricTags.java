package dev.punchlist.http;

import io.micrometer.core.instrument.Tags;
import io.quarkus.micrometer.runtime.HttpServerMetricsTagsContributor;
import io.quarkus.micrometer.runtime.binder.vertx.HttpRequestMetric;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
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
            // For a request whose client is gone before it is answered; nobody is asked for tags then.
            metric.setTemplatePath(route);
        }
        context.next();
    }

    @Override
    public Tags contribute(Context context) {
        String method = RequestTargets.isOfHttp(context.request().method())
                ? context.request().method().name()
                : "OTHER";
        return Tags.of(
                "method",
                method,
                "uri",
                uri(context.requestContextLocalData(ROUTE), context.response().statusCode()));
    }

    private static String uri(@Nullable String route, int status) {
        if (route != null && !route.equals(UNKNOWN)) {
            return route;
        }
        return status == 404 ? "NOT_FOUND" : UNKNOWN;
    }
}
