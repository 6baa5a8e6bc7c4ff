package dev.punchlist.http;

import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a client would rather have (RFC 7240). Preferences that are unknown or malformed are passed over, as the standard
 * asks.
 *
 * @param result the preference {@code return}
 */
public record Preferences(Optional<Return> result) {

    /** What to answer after a write (RFC 7240 section 4.2). */
    public enum Return {
        /** No body. */
        MINIMAL,
        /** The resource as it is now. */
        REPRESENTATION;

        private String token() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The preferences of this request; where one is given twice, the first counts. */
    public static Preferences of(RoutingContext request) {
        return new Preferences(request.request().headers().getAll("Prefer").stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(Preferences::withoutParameters)
                .flatMap(preference ->
                        Arrays.stream(Return.values()).filter(result -> preference.equals("return=" + result.token())))
                .findFirst());
    }

    private static String withoutParameters(String preference) {
        int parameters = preference.indexOf(';');
        String plain = parameters < 0 ? preference : preference.substring(0, parameters);
        return plain.replace("\"", "").replaceAll("\\s", "").toLowerCase(Locale.ROOT);
    }

    /** Whether a write is to be answered without a body. */
    public boolean minimal() {
        return result.isPresent() && result.get() == Return.MINIMAL;
    }

    /** What Preference-Applied says about a write, if anything. */
    Optional<String> applied() {
        return result.map(preferred -> "return=" + preferred.token());
    }
}
