package dev.punchlist.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import io.restassured.builder.ResponseBuilder;
import io.restassured.filter.FilterContext;
import io.restassured.filter.OrderedFilter;
import io.restassured.http.Header;
import io.restassured.http.Headers;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Carries the requests of a test class over HTTP/2 without TLS, by one of its two beginnings; an extension of the class. */
public abstract class Http2 implements OrderedFilter, BeforeEachCallback, AfterEachCallback {

    private static final Vertx VERTX = Vertx.vertx();

    private final boolean upgrade;

    private Http2(boolean upgrade) {
        this.upgrade = upgrade;
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
        RestAssured.filters(this);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        RestAssured.replaceFiltersWith(RestAssured.filters().stream()
                .filter(filter -> !(filter instanceof Http2))
                .toList());
    }

    /** Behind every filter that looks at what comes and goes. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE - 1;
    }

    @Override
    public Response filter(
            FilterableRequestSpecification request,
            FilterableResponseSpecification specification,
            FilterContext context) {
        HttpClient client = client(upgrade);
        try {
            return Parallel.get(client.request(target(request))
                    .compose(sent -> send(sent, request))
                    .compose(Http2::answer)
                    .toCompletionStage()
                    .toCompletableFuture());
        } finally {
            client.close();
        }
    }

    private static RequestOptions target(FilterableRequestSpecification request) {
        URI address = URI.create(request.getURI());
        return new RequestOptions()
                .setMethod(HttpMethod.valueOf(request.getMethod()))
                .setHost(address.getHost())
                .setPort(address.getPort())
                .setURI(
                        address.getRawQuery() == null
                                ? address.getRawPath()
                                : address.getRawPath() + "?" + address.getRawQuery());
    }

    private static Future<HttpClientResponse> send(HttpClientRequest sent, FilterableRequestSpecification request) {
        request.getHeaders().forEach(header -> sent.headers().add(header.getName(), header.getValue()));
        Buffer body = bodyOf(request);
        return body == null ? sent.send() : sent.send(body);
    }

    private static @Nullable Buffer bodyOf(FilterableRequestSpecification request) {
        Object body = request.getBody();
        if (body == null) {
            return null;
        }
        return Buffer.buffer(
                body instanceof byte[] bytes ? bytes : body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Future<Response> answer(HttpClientResponse answer) {
        assertThat(answer.version()).isEqualTo(HttpVersion.HTTP_2);
        List<Header> headers = answer.headers().entries().stream()
                .map(header -> new Header(header.getKey(), header.getValue()))
                .toList();
        return answer.body().map(body -> new ResponseBuilder()
                .setStatusCode(answer.statusCode())
                .setHeaders(new Headers(headers))
                .setContentType(String.valueOf(answer.getHeader("Content-Type")))
                .setBody(body.getBytes())
                .build());
    }
}
