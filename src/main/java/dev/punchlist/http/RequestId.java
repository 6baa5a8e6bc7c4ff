package dev.punchlist.http;

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

    static RequestId of(@Nullable String requestIdHeader, @Nullable String traceparentHeader) {
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
