package dev.punchlist.http;

import dev.punchlist.PunchlistConfig;
import dev.punchlist.database.Deadline;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client would rather have (RFC 7240). Preferences that are unknown or malformed are passed over, as the standard
 * asks.
 *
 * @param result the preference {@code return}
 * @param count the preference {@code count}
 * @param patience the preference {@code wait} (RFC 7240 section 4.3)
 */
public record Preferences(Optional<Return> result, Optional<Count> count, Optional<Duration> patience) {

    private static final Preferences NONE = new Preferences(Optional.empty(), Optional.empty(), Optional.empty());
    private static final Pattern WAIT = Pattern.compile("wait=([1-9]\\d{0,8})");

    /** What to answer after a write (RFC 7240 section 4.2). */
    public enum Return {
        /** No body. */
        MINIMAL,
        /** The resource as it is now. */
        REPRESENTATION
    }

    /** Whether and how to count a list; a preference of our own. */
    public enum Count {
        /** By counting; takes longer, the longer the list. */
        EXACT,
        /** By the statistics of the database; takes no time. */
        ESTIMATED
    }

    /** The preferences of this request; where one is given twice, the first counts. */
    public static Preferences of(RoutingContext request) {
        List<String> values = request.request().headers().getAll("Prefer");
        return values.isEmpty() ? NONE : of(values);
    }

    private static Preferences of(List<String> values) {
        List<String> given = values.stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(Preferences::withoutParameters)
                .toList();
        return new Preferences(
                first(given, "return=", Return.values()),
                first(given, "count=", Count.values()),
                given.stream()
                        .map(WAIT::matcher)
                        .filter(Matcher::matches)
                        .map(matcher -> Duration.ofSeconds(Long.parseLong(matcher.group(1))))
                        .findFirst());
    }

    /** By when the work is to be done: as long as the client waits, but not longer than the service lets it. */
    public Deadline deadline(PunchlistConfig.Deadline config) {
        return patience.map(wait -> wait.compareTo(config.max()) > 0 ? config.max() : wait)
                .map(limit -> Deadline.in(limit, limit.equals(config.usual())))
                .orElseGet(() -> Deadline.in(config.usual(), true));
    }

    private static <T extends Enum<T>> Optional<T> first(List<String> given, String name, T[] values) {
        return given.stream()
                .flatMap(preference -> Arrays.stream(values).filter(value -> preference.equals(name + token(value))))
                .findFirst();
    }

    private static String token(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
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
        return result.map(preferred -> "return=" + token(preferred));
    }

    /** What Preference-Applied says about a list, if anything. */
    public Optional<String> countApplied() {
        return count.map(preferred -> "count=" + token(preferred));
    }
}
