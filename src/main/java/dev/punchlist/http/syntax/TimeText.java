package dev.punchlist.http.syntax;

import java.time.LocalDate;
import java.util.Optional;

/** The digits of an instant or a day as RFC 3339 section 5.6 writes them, read from left to right and not yet judged. */
final class TimeText {

    private static final int MICRO_DIGITS = 6;
    private static final int NANOS_PER_MICRO = 1_000;
    private static final int SECONDS_PER_HOUR = 3_600;
    private static final int SECONDS_PER_MINUTE = 60;

    private final String text;

    private int position;
    private boolean broken;

    /** A day, which the calendar may not have. */
    record Day(int year, int month, int dayOfMonth) {

        LocalDate date() {
            return LocalDate.of(year, month, dayOfMonth);
        }
    }

    /** An instant, which the calendar or the clock may not have; its offset has a sign of its own. */
    record Parts(Day day, int hour, int minute, int second, int nanos, int sign, int offsetHour, int offsetMinute) {

        /** How many seconds the clock there is before the one of UTC. */
        int offset() {
            return sign * (offsetHour * SECONDS_PER_HOUR + offsetMinute * SECONDS_PER_MINUTE);
        }
    }

    TimeText(String text) {
        this.text = text;
    }

    /** The day that is all of the text. */
    Optional<Day> day() {
        Day day = readDay();
        return isWhole() ? Optional.of(day) : Optional.empty();
    }

    /** The instant that is all of the text. */
    Optional<Parts> instant() {
        Day day = readDay();
        expect("Tt");
        int hour = digits(2);
        expect(":");
        int minute = digits(2);
        expect(":");
        int second = digits(2);
        int nanos = fraction();
        int sign = sign();
        int offsetHour = sign == 0 ? 0 : digits(2);
        if (sign != 0) {
            expect(":");
        }
        int offsetMinute = sign == 0 ? 0 : digits(2);
        return isWhole()
                ? Optional.of(new Parts(day, hour, minute, second, nanos, sign, offsetHour, offsetMinute))
                : Optional.empty();
    }

    private Day readDay() {
        int year = digits(4);
        expect("-");
        int month = digits(2);
        expect("-");
        return new Day(year, month, digits(2));
    }

    /** The microseconds of a second, in nanoseconds. */
    private int fraction() {
        if (!isNext(".")) {
            return 0;
        }
        position++;
        int start = position;
        int micros = 0;
        while (isDigit()) {
            micros = position - start < MICRO_DIGITS ? micros * 10 + text.charAt(position) - '0' : micros;
            position++;
        }
        broken |= position == start;
        for (int missing = position - start; missing < MICRO_DIGITS; missing++) {
            micros *= 10;
        }
        return micros * NANOS_PER_MICRO;
    }

    /** 0 for UTC itself, else the sign of the offset. */
    private int sign() {
        int sign = isNext("+") ? 1 : isNext("-") ? -1 : 0;
        if (sign == 0) {
            expect("Zz");
        } else {
            position++;
        }
        return sign;
    }

    private int digits(int count) {
        int number = 0;
        for (int index = 0; index < count; index++) {
            broken |= !isDigit();
            if (broken) {
                return 0;
            }
            number = number * 10 + text.charAt(position) - '0';
            position++;
        }
        return number;
    }

    private void expect(String oneOf) {
        broken |= !isNext(oneOf);
        position++;
    }

    private boolean isNext(String oneOf) {
        return position < text.length() && oneOf.indexOf(text.charAt(position)) >= 0;
    }

    private boolean isDigit() {
        return isNext("0123456789");
    }

    private boolean isWhole() {
        return !broken && position == text.length();
    }
}
