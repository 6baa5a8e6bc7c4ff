package dev.punchlist.http.unreadable;

import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
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
                && request.decoderResult().isFailure()
                && request.connection() instanceof HttpServerConnection connection) {
            connection.invalidRequestHandler(refused -> answers.get().unreadable(refused));
        }
    }
}
