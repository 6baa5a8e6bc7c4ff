package dev.punchlist.http.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Instants and days as RFC 3339 has them, and what is wrong with the others. */
class TimesTest {

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T17:00:00Z,                      2026-01-31T17:00:00Z",
        "2026-01-31t17:00:00z,                      2026-01-31T17:00:00Z",
        "2026-01-31T17:00:00.1Z,                    2026-01-31T17:00:00.1Z",
        "2026-01-31T17:00:00.1234567Z,              2026-01-31T17:00:00.123456Z",
        "2026-01-31T17:00:00.123456789123456789Z,   2026-01-31T17:00:00.123456Z",
        "2026-01-31T17:00:00.0000009Z,              2026-01-31T17:00:00Z",
        "2026-01-31T17:00:00+23:59,                 2026-01-30T17:01:00Z",
        "2026-01-31T17:00:00-23:59,                 2026-02-01T16:59:00Z",
        "2026-01-31T17:00:00+18:01,                 2026-01-30T22:59:00Z",
        "2026-01-31T17:00:00-00:00,                 2026-01-31T17:00:00Z",
        "0001-01-01T00:00:00Z,                      0001-01-01T00:00:00Z",
        "0000-12-31T23:59:59-23:59,                 0001-01-01T23:58:59Z",
        "9999-12-31T23:59:59.9999999Z,              9999-12-31T23:59:59.999999Z",
    })
    void anInstantIsRead(String text, String instant) {
        assertThat(Times.instant(text).value()).hasValue(Instant.parse(instant));
    }

    @ParameterizedTest
    @CsvSource({
        "0001-01-01T00:00:00+01:00,    YEAR",
        "0000-01-01T00:00:00Z,         YEAR",
        "9999-12-31T23:59:59-00:01,    YEAR",
        "2026-02-30T17:00:00Z,         CALENDAR",
        "2026-01-31T24:00:00Z,         CALENDAR",
        "2026-01-31T17:60:00Z,         CALENDAR",
        "2026-01-31T17:00:00+24:00,    CALENDAR",
        "2026-01-31T17:00:00+01:60,    CALENDAR",
        "2026-01-31T17:00:00,          SHAPE",
        "2026-01-31T17:00Z,            SHAPE",
        "2026-01-31T17:00:00.Z,        SHAPE",
        "2026-01-31T17:00:00+0100,     SHAPE",
        "2026-01-31T17:00:00+01:00x,   SHAPE",
        "2026-01-31 17:00:00Z,         SHAPE",
        "02026-01-31T17:00:00Z,        SHAPE",
        "+2026-01-31T17:00:00Z,        SHAPE",
        "\u0662\u0660\u0662\u0666-01-31T17:00:00Z,         SHAPE",
        "2026-01-31T17:00:00.\u0661Z,       SHAPE",
        "tomorrow,                     SHAPE",
        "'',                           SHAPE",
    })
    void whatIsWrongWithAnInstantIsTold(String text, Times.Flaw flaw) {
        assertThat(Times.instant(text).flaw()).hasValue(flaw);
        assertThat(Times.instant(text).value()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-29, CALENDAR",
        "0000-01-01, YEAR",
        "2026-1-31, SHAPE",
        "31.01.2026, SHAPE",
        "\u0662\u0660\u0662\u0666-01-31, SHAPE"
    })
    void whatIsWrongWithADayIsTold(String text, Times.Flaw flaw) {
        assertThat(Times.date(text).flaw()).hasValue(flaw);
    }

    @ParameterizedTest
    @CsvSource({"2024-02-29", "0001-01-01", "9999-12-31"})
    void aDayIsRead(LocalDate day) {
        assertThat(Times.date(day.toString()).value()).hasValue(day);
        assertThat(Times.instantOrDay(day.toString()).value()).hasValue(Times.startOf(day));
    }
}
