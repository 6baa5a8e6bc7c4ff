package dev.punchlist.http.answer;

import dev.punchlist.PunchlistConfig;
import dev.punchlist.database.capacity.Deadline;
import dev.punchlist.http.syntax.PreferHeader;
import dev.punchlist.http.syntax.WholeNumber;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

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
    private static final long LONGEST_WAIT_SECONDS = 999_999_999;

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
        List<PreferHeader.Preference> given = values.stream()
                .flatMap(value -> PreferHeader.read(value).stream())
                .toList();
        return new Preferences(
                first(given, "return", word -> oneOf(word, Return.values())),
                first(given, "count", word -> oneOf(word, Count.values())),
                first(given, "wait", Preferences::seconds));
    }

    private static <T> Optional<T> first(
            List<PreferHeader.Preference> given, String name, Function<String, Optional<T>> read) {
        return given.stream()
                .filter(preference -> preference.name().equals(name))
                .flatMap(preference -> read.apply(preference.value()).stream())
                .findFirst();
    }

    private static Optional<Duration> seconds(String word) {
        OptionalLong seconds = WholeNumber.of(word);
        return seconds.isPresent() && seconds.getAsLong() > 0 && seconds.getAsLong() <= LONGEST_WAIT_SECONDS
                ? Optional.of(Duration.ofSeconds(seconds.getAsLong()))
                : Optional.empty();
    }

    /** By when the work is to be done: as long as the client waits, but not longer than the service lets it. */
    public Deadline deadline(PunchlistConfig.Deadline config) {
        return patience.map(wait -> wait.compareTo(config.max()) > 0 ? config.max() : wait)
                .map(limit -> Deadline.in(limit, limit.equals(config.usual())))
                .orElseGet(() -> Deadline.in(config.usual(), true));
    }

    private static <T extends Enum<T>> Optional<T> oneOf(String word, T[] values) {
        return Arrays.stream(values)
                .filter(value -> token(value).equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    private static String token(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Whether a write is to be answered without a body. */
    public boolean minimal() {
        return result.isPresent() && result.get() == Return.MINIMAL;
    }

    /** The same with another preference for what is answered after a write. */
    public Preferences withReturn(Return preferred) {
        return new Preferences(Optional.of(preferred), count, patience);
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
