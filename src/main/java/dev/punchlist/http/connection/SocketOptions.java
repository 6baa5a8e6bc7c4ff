package dev.punchlist.http.connection;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/**
 * Keeps what the operating system holds of an answer small. Left alone, it takes some megabytes at once and then nothing for
 * as long as a slow reader needs for a third of them: nobody could tell that it reads.
 */
@Singleton
class SocketOptions implements HttpServerOptionsCustomizer {

    /** At 5 kB/s room for more is seen within some 10 s; still enough for 1 MB/s to the other side of the world. */
    private static final int SEND_BUFFER_BYTES = 65_536;

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setSendBufferSize(SEND_BUFFER_BYTES);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        options.setSendBufferSize(SEND_BUFFER_BYTES);
    }
}
