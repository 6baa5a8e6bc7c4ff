package dev.punchlist.http.unreadable;

import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.Handler;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.core.spi.observability.HttpRequest;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.List;

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
                answerAndEnd(connection, refused -> answers.get().withoutOneHost(refused));
            } else if (hasNoSureEnd(request)) {
                answerAndEnd(connection, refused -> answers.get().withoutSureEnd(refused));
            }
        }
    }

    /** What comes behind may be a part of the same request. */
    private static void answerAndEnd(HttpServerConnection connection, Handler<HttpServerRequest> answer) {
        connection.handler(refused -> {
            connection.handler(behind -> behind.connection().close());
            answer.handle(refused);
        });
    }

    /** RFC 9112 section 3.2. Whoever is in front may have gone by another of them. */
    private static boolean hasNotOneHost(HttpServerRequest request) {
        return request.version() != HttpVersion.HTTP_2
                && request.headers().getAll("Host").size() > 1;
    }

    /**
     * RFC 9112 section 6.3. The HTTP layer takes any coding for no body at all, and what follows for the next request. Here
     * no answer comes before the check.
     */
    private static boolean hasNoSureEnd(HttpServerRequest request) {
        List<String> codings = request.headers().getAll("Transfer-Encoding");
        return !codings.isEmpty() && (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked"));
    }
}
