package dev.punchlist.http.connection;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/** How much of a head is read, as the framework's own decoder was told: ours stands in its place. */
@Singleton
class DecoderOptions implements HttpServerOptionsCustomizer {

    private volatile HttpServerOptions options = new HttpServerOptions();

    @Override
    public void customizeHttpServer(HttpServerOptions made) {
        options = made;
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions made) {
        options = made;
    }

    HttpServerOptions get() {
        return options;
    }
}
