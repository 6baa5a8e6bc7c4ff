package dev.punchlist.http.syntax;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Instants and days as RFC 3339 writes them, in the years 0001 to 9999. */
public final class Times {

    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** The first moment that can be said. */
    public static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    /** The last one, to the microsecond. */
    public static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    /** What can be wrong with a text that should be an instant or a day. */
    public enum Flaw {
        /** It is not written as the standard has it. */
        SHAPE,
        /** There is no such day, time of day, or offset. */
        CALENDAR,
        /** In UTC it is too early or too late. */
        YEAR;

        /** What is wrong, as the rest of a sentence. */
        public String told(String shape) {
            return switch (this) {
                case SHAPE -> "must be " + shape;
                case CALENDAR -> "names a day, a time of day or an offset that does not exist";
                case YEAR -> "has its year out of range: it must be from 0001 to 9999, in UTC";
            };
        }
    }

    /**
     * What a text says.
     *
     * @param value what it says, if nothing is wrong with it
     * @param flaw what is wrong with it, if anything
     */
    public record Read<T>(Optional<T> value, Optional<Flaw> flaw) {

        static <T> Read<T> of(T value) {
            return new Read<>(Optional.of(value), Optional.empty());
        }

        static <T> Read<T> wrong(Flaw flaw) {
            return new Read<>(Optional.empty(), Optional.of(flaw));
        }

        <U> Read<U> map(Function<T, U> mapping) {
            return new Read<>(value.map(mapping), flaw);
        }
    }

    private Times() {}

    /** The instant in UTC with six digits, always: two equal instants are equal texts. */
    public static String text(Instant instant) {
        return MICROSECONDS.format(instant);
    }

    /** The instant that this is; what is finer than a microsecond is cut off, however many digits it has. */
    public static Read<Instant> instant(String text) {
        return new TimeText(text).instant().map(Times::instant).orElseGet(() -> Read.wrong(Flaw.SHAPE));
    }

    private static Read<Instant> instant(TimeText.Parts parts) {
        try {
            LocalTime time = LocalTime.of(parts.hour(), parts.minute(), parts.second(), parts.nanos());
            LocalTime.of(parts.offsetHour(), parts.offsetMinute());
            Instant instant =
                    parts.day().date().atTime(time).toInstant(ZoneOffset.UTC).minusSeconds(parts.offset());
            boolean inRange = !instant.isBefore(FIRST) && !instant.isAfter(LAST);
            return inRange ? Read.of(instant) : Read.wrong(Flaw.YEAR);
        } catch (DateTimeException e) {
            return Read.wrong(Flaw.CALENDAR);
        }
    }

    /** The day that this is. */
    public static Read<LocalDate> date(String text) {
        return new TimeText(text).day().map(Times::date).orElseGet(() -> Read.wrong(Flaw.SHAPE));
    }

    private static Read<LocalDate> date(TimeText.Day day) {
        try {
            LocalDate date = day.date();
            return date.getYear() > 0 ? Read.of(date) : Read.wrong(Flaw.YEAR);
        } catch (DateTimeException e) {
            return Read.wrong(Flaw.CALENDAR);
        }
    }

    /** The instant that this is, or the first one in UTC of the day that this is. */
    public static Read<Instant> instantOrDay(String text) {
        Read<LocalDate> day = date(text);
        return day.flaw().equals(Optional.of(Flaw.SHAPE)) ? instant(text) : day.map(Times::startOf);
    }

    /** The first instant of a day in UTC. */
    public static Instant startOf(LocalDate day) {
        return day.atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}
