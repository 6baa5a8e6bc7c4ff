package dev.punchlist.http.unreadable;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.observability.HttpRequest;
import io.vertx.core.spi.observability.HttpResponse;
import java.util.function.Consumer;

/** The metrics of a server as they are, and with each request that begins somebody who looks at it. */
final class WatchedServer<R, W, S> implements HttpServerMetrics<R, W, S> {

    private final HttpServerMetrics<R, W, S> metrics;
    private final Consumer<HttpRequest> watcher;

    WatchedServer(HttpServerMetrics<R, W, S> metrics, Consumer<HttpRequest> watcher) {
        this.metrics = metrics;
        this.watcher = watcher;
    }

    @Override
    public R requestBegin(S socket, HttpRequest request) {
        watcher.accept(request);
        return metrics.requestBegin(socket, request);
    }

    @Override
    public void requestEnd(R metric, HttpRequest request, long bytesRead) {
        metrics.requestEnd(metric, request, bytesRead);
    }

    @Override
    public void requestReset(R metric) {
        metrics.requestReset(metric);
    }

    @Override
    public void requestRouted(R metric, String route) {
        metrics.requestRouted(metric, route);
    }

    @Override
    public void responseBegin(R metric, HttpResponse response) {
        metrics.responseBegin(metric, response);
    }

    @Override
    public R responsePushed(S socket, HttpMethod method, String uri, HttpResponse response) {
        return metrics.responsePushed(socket, method, uri, response);
    }

    @Override
    public void responseEnd(R metric, HttpResponse response, long bytesWritten) {
        metrics.responseEnd(metric, response, bytesWritten);
    }

    @Override
    public W connected(S socket, R metric, ServerWebSocket webSocket) {
        return metrics.connected(socket, metric, webSocket);
    }

    @Override
    public void disconnected(W webSocket) {
        metrics.disconnected(webSocket);
    }

    @Override
    public S connected(SocketAddress remoteAddress, String remoteName) {
        return metrics.connected(remoteAddress, remoteName);
    }

    @Override
    public void disconnected(S socket, SocketAddress remoteAddress) {
        metrics.disconnected(socket, remoteAddress);
    }

    @Override
    public void bytesRead(S socket, SocketAddress remoteAddress, long count) {
        metrics.bytesRead(socket, remoteAddress, count);
    }

    @Override
    public void bytesWritten(S socket, SocketAddress remoteAddress, long count) {
        metrics.bytesWritten(socket, remoteAddress, count);
    }

    @Override
    public void exceptionOccurred(S socket, SocketAddress remoteAddress, Throwable failure) {
        metrics.exceptionOccurred(socket, remoteAddress, failure);
    }

    @Override
    public void close() {
        metrics.close();
    }
}
