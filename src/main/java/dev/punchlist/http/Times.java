package dev.punchlist.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Instants and days as RFC 3339 writes them, in the years 0001 to 9999. */
public final class Times {

    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** The standard asks for seconds and for an offset; java.time alone would do without the one or the other. */
    private static final Pattern INSTANT =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?([Zz]|[+-]\\d\\d:\\d\\d)");

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");

    /** The first moment that can be said. */
    public static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    /** The last one, to the microsecond. */
    public static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private Times() {}

    /** The instant in UTC with six digits, always: two equal instants are equal texts. */
    public static String text(Instant instant) {
        return MICROSECONDS.format(instant);
    }

    static Optional<Instant> instant(JsonNode value) {
        return value.isTextual() ? instant(value.textValue()) : Optional.empty();
    }

    static Optional<Instant> instant(String text) {
        if (!INSTANT.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                            OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant())
                    .map(instant -> instant.truncatedTo(ChronoUnit.MICROS))
                    .filter(instant -> !instant.isBefore(FIRST) && !instant.isAfter(LAST));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static Optional<LocalDate> date(JsonNode value) {
        return value.isTextual() ? date(value.textValue()) : Optional.empty();
    }

    static Optional<LocalDate> date(String text) {
        if (!DATE.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(text)).filter(date -> date.getYear() > 0);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The first instant of a day in UTC. */
    public static Instant startOf(LocalDate day) {
        return day.atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}
