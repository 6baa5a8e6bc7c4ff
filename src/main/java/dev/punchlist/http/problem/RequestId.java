package dev.punchlist.http.problem;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request is called in answers and logs.
 *
 * @param id the caller's X-Request-Id, or one made here
 * @param trace the trace id of the caller's traceparent (W3C Trace Context section 3.2.2), or one made here
 */
public record RequestId(String id, String trace) {

    private static final HexFormat HEX = HexFormat.of();
    /** Of version 00 it is as long as here (W3C Trace Context section 3.2.2); what later ones append is passed over. */
    private static final Pattern TRACEPARENT = Pattern.compile(
            "(?!ff|00.{54})[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*+)?+");
    /** What is safe to repeat in a header and a log line. */
    private static final Pattern ACCEPTED_ID = Pattern.compile("[\\x21-\\x7e]{1,128}+");

    private static final String KEY = RequestId.class.getName();

    /** What this request is called, the same each time. */
    public static RequestId of(RoutingContext context) {
        RequestId known = context.get(KEY);
        if (known != null) {
            return known;
        }
        RequestId id = of(context.request());
        context.put(KEY, id);
        return id;
    }

    /** What a request that does not come as far as a route is called. */
    public static RequestId of(HttpServerRequest request) {
        return of(request.getHeader("X-Request-Id"), request.getHeader("traceparent"));
    }

    private static RequestId of(@Nullable String requestIdHeader, @Nullable String traceparentHeader) {
        String trace = traceOf(traceparentHeader);
        return requestIdHeader != null && ACCEPTED_ID.matcher(requestIdHeader).matches()
                ? new RequestId(requestIdHeader, trace)
                : new RequestId(trace, trace);
    }

    private static String traceOf(@Nullable String traceparent) {
        if (traceparent != null) {
            Matcher matcher = TRACEPARENT.matcher(traceparent);
            if (matcher.matches()) {
                return matcher.group(1);
            }
        }
        // It has to be unlike all others, not secret: event loops would wait for each other at the source of secrets.
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong());
    }
}
