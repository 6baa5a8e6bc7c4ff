package dev.punchlist.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Carries every request of a test class over HTTP/2 without TLS, by one of its two beginnings; an extension of the class.
 * The clients of the tests speak HTTP/1.1: between them and the service stands a gateway.
 */
public abstract class Http2 implements BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    private static final Vertx VERTX = Vertx.vertx();
    private static final int LONGEST_LINE = 1 << 20;

    /** A longer body is none with which the service changes to HTTP/2. */
    private static final int LONGEST_BODY = 16_384;

    /** What is about one connection, or is told anew by who sends the message on. */
    private static final Set<String> OF_THE_HOP =
            Set.of("host", "connection", "keep-alive", "content-length", "transfer-encoding");

    private final boolean upgrade;

    /** The connection of all who know beforehand; an upgrade is only seen on a new one. */
    private final HttpClient shared;

    private @Nullable HttpServer gateway;
    private int servicePort;

    private Http2(boolean upgrade) {
        this.upgrade = upgrade;
        this.shared = client(upgrade);
    }

    /** The client knows beforehand that the service speaks HTTP/2 (RFC 9113 section 3.3). */
    public static final class PriorKnowledge extends Http2 {
        /** By JUnit. */
        public PriorKnowledge() {
            super(false);
        }
    }

    /** Each request comes by HTTP/1.1 on a connection of its own, and asks for the change (RFC 7540 section 3.2). */
    public static final class Upgrade extends Http2 {
        /** By JUnit. */
        public Upgrade() {
            super(true);
        }
    }

    /** A client of HTTP/2. */
    public static HttpClient client(boolean upgrade) {
        return VERTX.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(upgrade));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        servicePort = RestAssured.port;
        if (gateway == null) {
            gateway = Parallel.get(VERTX.createHttpServer(new HttpServerOptions().setMaxInitialLineLength(LONGEST_LINE))
                    .requestHandler(this::carry)
                    .listen(0)
                    .toCompletionStage()
                    .toCompletableFuture());
        }
        RestAssured.port = gateway.actualPort();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        RestAssured.port = servicePort;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        shared.close();
        if (gateway != null) {
            gateway.close();
        }
    }

    private void carry(HttpServerRequest request) {
        HttpClient client = upgrade ? client(true) : shared;
        request.body()
                .compose(body -> client.request(new RequestOptions()
                                .setMethod(request.method())
                                .setHost("127.0.0.1")
                                .setPort(servicePort)
                                .setURI(request.uri()))
                        .compose(carried -> send(carried, request, body)))
                .onSuccess(answer -> answer(request, answer))
                .onFailure(failure -> request.response().setStatusCode(599).end(String.valueOf(failure)))
                .onComplete(done -> closeUnlessShared(client));
    }

    private void closeUnlessShared(HttpClient client) {
        if (upgrade) {
            client.close();
        }
    }

    private Future<Answer> send(HttpClientRequest carried, HttpServerRequest request, Buffer body) {
        copy(request.headers(), carried.headers());
        boolean bare = body.length() == 0 && !request.headers().contains("Content-Length");
        // Here and no later: who asks for the body of an answer must do so as soon as the answer is there.
        return (bare ? carried.send() : carried.send(body)).compose(response -> read(response, version(body)));
    }

    private HttpVersion version(Buffer body) {
        return upgrade && body.length() > LONGEST_BODY ? HttpVersion.HTTP_1_1 : HttpVersion.HTTP_2;
    }

    private static Future<Answer> read(HttpClientResponse response, HttpVersion version) {
        assertThat(response.version()).isEqualTo(version);
        if (version == HttpVersion.HTTP_2) {
            assertThat(response.headers().names()).doesNotContain("connection", "transfer-encoding");
        }
        return response.body().map(body -> new Answer(response, body));
    }

    private static void answer(HttpServerRequest request, Answer answer) {
        request.response().setStatusCode(answer.head().statusCode());
        copy(answer.head().headers(), request.response().headers());
        String length = answer.head().getHeader("Content-Length");
        if (length != null) {
            request.response().putHeader("Content-Length", length);
        }
        request.response().end(answer.body());
    }

    private static void copy(MultiMap from, MultiMap to) {
        from.entries().stream()
                .filter(header -> !OF_THE_HOP.contains(header.getKey().toLowerCase(Locale.ROOT)))
                .forEach(header -> to.add(header.getKey(), header.getValue()));
    }

    private record Answer(HttpClientResponse head, Buffer body) {}
}
