package dev.punchlist.http.unreadable;

import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.core.spi.observability.HttpRequest;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;

/** Sees to it that what the HTTP layer refuses is answered with a problem. */
@Singleton
public class UnreadableRequests implements VertxOptionsCustomizer {

    private final Provider<BareAnswers> answers;

    /** The answers are had when the first is needed: metrics, which count them, come after Vert.x. */
    UnreadableRequests(Provider<BareAnswers> answers) {
        this.answers = answers;
    }

    @Override
    @SuppressWarnings("deprecation") // The way around it is the builder of Vert.x, which Quarkus keeps to itself.
    public void accept(VertxOptions options) {
        VertxMetricsFactory metrics = options.getMetricsOptions().getFactory();
        options.setMetricsOptions(new MetricsOptions()
                .setEnabled(true)
                .setFactory(settings -> new WatchedMetrics(metrics.metrics(settings), this::look)));
    }

    /** Looks at a request for which no handler is chosen yet. */
    private void look(HttpRequest begun) {
        if (begun instanceof HttpServerRequest request
                && request.connection() instanceof HttpServerConnection connection) {
            if (request.decoderResult().isFailure()) {
                connection.invalidRequestHandler(refused -> answers.get().unreadable(refused));
            } else if (hasNotOneHost(request)) {
                // For all that comes on this connection, which ends with the answer.
                connection.handler(refused -> answers.get().withoutOneHost(refused));
            }
        }
    }

    /** RFC 9112 section 3.2. Whoever is in front may have gone by another of them. */
    private static boolean hasNotOneHost(HttpServerRequest request) {
        return request.version() != HttpVersion.HTTP_2
                && request.headers().getAll("Host").size() > 1;
    }
}
