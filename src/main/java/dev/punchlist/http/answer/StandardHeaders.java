package dev.punchlist.http.answer;

import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * What every answer carries: when it was made (RFC 9110 section 6.6.1), and that its type is to be believed. The page that
 * tries out the contract may load and call what is here, and nothing else.
 */
@Singleton
public class StandardHeaders {

    /** Before all others. */
    private static final int FIRST = 1_000;

    private static final String SWAGGER = "/q/swagger-ui";
    private static final String SWAGGER_POLICY =
            "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                    + " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private record Second(long epoch, String text) {}

    private final Clock clock;

    private volatile Second now = new Second(Long.MIN_VALUE, "");

    StandardHeaders(Clock clock) {
        this.clock = clock;
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, FIRST);
    }

    void register(@Observes ManagementInterface management) {
        management.router().route().order(Integer.MIN_VALUE).handler(this::handle);
    }

    private void handle(RoutingContext context) {
        addTo(context.response());
        if (String.valueOf(context.request().path()).startsWith(SWAGGER)) {
            context.response().putHeader("Content-Security-Policy", SWAGGER_POLICY);
        }
        context.next();
    }

    /** Gives the headers to an answer. */
    public void addTo(HttpServerResponse response) {
        response.putHeader("Date", date()).putHeader("X-Content-Type-Options", "nosniff");
    }

    private String date() {
        long epoch = clock.millis() / 1_000;
        Second second = now;
        if (second.epoch != epoch) {
            second = new Second(epoch, IMF_FIXDATE.format(Instant.ofEpochSecond(epoch)));
            now = second;
        }
        return second.text;
    }
}
