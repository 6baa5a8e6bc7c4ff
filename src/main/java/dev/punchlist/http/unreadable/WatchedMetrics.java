package dev.punchlist.http.unreadable;

import io.quarkus.vertx.http.runtime.ExtendedQuarkusVertxHttpMetrics;
import io.vertx.core.Vertx;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.ClientMetrics;
import io.vertx.core.spi.metrics.DatagramSocketMetrics;
import io.vertx.core.spi.metrics.EventBusMetrics;
import io.vertx.core.spi.metrics.HttpClientMetrics;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.metrics.PoolMetrics;
import io.vertx.core.spi.metrics.TCPMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import io.vertx.core.spi.observability.HttpRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The metrics as they are, and with each request that begins somebody who looks at it. */
final class WatchedMetrics implements VertxMetrics, ExtendedQuarkusVertxHttpMetrics {

    private final VertxMetrics metrics;
    private final Consumer<HttpRequest> watcher;

    WatchedMetrics(VertxMetrics metrics, Consumer<HttpRequest> watcher) {
        this.metrics = metrics;
        this.watcher = watcher;
    }

    @Override
    public @Nullable HttpServerMetrics<?, ?, ?> createHttpServerMetrics(
            HttpServerOptions options, SocketAddress localAddress) {
        HttpServerMetrics<?, ?, ?> server = metrics.createHttpServerMetrics(options, localAddress);
        return server == null ? null : new WatchedServer<>(server, watcher);
    }

    @Override
    public ConnectionTracker getHttpConnectionTracker() {
        return metrics instanceof ExtendedQuarkusVertxHttpMetrics extended
                ? extended.getHttpConnectionTracker()
                : NOOP_CONNECTION_TRACKER;
    }

    @Override
    public @Nullable EventBusMetrics<?> createEventBusMetrics() {
        return metrics.createEventBusMetrics();
    }

    @Override
    public @Nullable ClientMetrics<?, ?, ?, ?> createClientMetrics(
            SocketAddress remoteAddress, String type, String namespace) {
        return metrics.createClientMetrics(remoteAddress, type, namespace);
    }

    @Override
    public @Nullable HttpClientMetrics<?, ?, ?, ?> createHttpClientMetrics(HttpClientOptions options) {
        return metrics.createHttpClientMetrics(options);
    }

    @Override
    public @Nullable TCPMetrics<?> createNetServerMetrics(NetServerOptions options, SocketAddress localAddress) {
        return metrics.createNetServerMetrics(options, localAddress);
    }

    @Override
    public @Nullable TCPMetrics<?> createNetClientMetrics(NetClientOptions options) {
        return metrics.createNetClientMetrics(options);
    }

    @Override
    public @Nullable DatagramSocketMetrics createDatagramSocketMetrics(DatagramSocketOptions options) {
        return metrics.createDatagramSocketMetrics(options);
    }

    @Override
    public @Nullable PoolMetrics<?> createPoolMetrics(String poolType, String poolName, int maxPoolSize) {
        return metrics.createPoolMetrics(poolType, poolName, maxPoolSize);
    }

    @Override
    public void vertxCreated(Vertx vertx) {
        metrics.vertxCreated(vertx);
    }

    @Override
    public boolean isMetricsEnabled() {
        return metrics.isMetricsEnabled();
    }

    @Override
    public void close() {
        metrics.close();
    }
}
