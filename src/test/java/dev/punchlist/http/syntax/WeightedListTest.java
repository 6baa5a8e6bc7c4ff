package dev.punchlist.http.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightedListTest {

    private static final List<String> CSV_OR_LINES = List.of("application/x-ndjson", "text/csv");

    private static Optional<List<WeightedList.Element>> read(String... lines) {
        return WeightedList.read(List.of(lines));
    }

    @Test
    void weightsParametersAndSeveralLinesAreRead() {
        assertThat(read("text/CSV;header=\"a,\\\"b\";q=0.25 , */*;q=0", "gzip ; Q=1.000"))
                .contains(List.of(
                        new WeightedList.Element("text/csv", 1, 250),
                        new WeightedList.Element("*/*", 0, 0),
                        new WeightedList.Element("gzip", 0, 1_000)));
    }

    @Test
    void emptyElementsAreNone() {
        assertThat(read("")).contains(List.of());
        assertThat(read(" , ,a;,")).contains(List.of(new WeightedList.Element("a", 0, 1_000)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a;q=",
                "a;q=2",
                "a;q=1.001",
                "a;q=0.1234",
                "a;q=0.1x",
                "a;q=-1",
                "a;q=0,5x y",
                "a b",
                ";q=1",
                "a;x=\"open",
                "a;x=\"open\\",
                "\u00e9",
                "a;q=\u0661",
                "<a>",
                "a;q=\"1\""
            })
    void whatIsNotInTheGrammarMakesTheListUnreadable(String header) {
        assertThat(read(header)).isEmpty();
    }

    @Test
    void theWorstListIsReadAtOnce() {
        assertThat(read("a;q=0." + "1".repeat(7_800) + "x")).isEmpty();
        assertThat(read("gzip;q=0." + "1".repeat(4_000) + "x")).isEmpty();
        assertThat(read(";".repeat(4_000))).isEmpty();
        assertThat(read("a;x=\"" + "\\".repeat(4_000))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "''|application/x-ndjson",
                "*/*|application/x-ndjson",
                "text/csv|text/csv",
                "TEXT/CSV|text/csv",
                "text/*|text/csv",
                "text/csv, */*|text/csv",
                "text/csv;q=0, */*|application/x-ndjson",
                "*/*;q=0.9, text/csv;q=0.1|application/x-ndjson",
                "text/csv;q=0.5, application/x-ndjson;q=0.4|text/csv",
                "text/*;q=0, text/csv|text/csv",
                "text/csv, text/*;q=0|text/csv",
                "text/csv;header=present;q=0, text/csv|none",
                "text/csv;charset=utf-8|text/csv",
                "application/x-ndjson;q=0|none",
                "*/*;q=0|none",
                "image/*|none",
                "*; q=.2|application/x-ndjson",
                "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2|application/x-ndjson"
            })
    void theMostSpecificRangeDecides(String accept, String chosen) {
        assertThat(MediaRanges.read(List.of(accept)).orElseThrow().best(CSV_OR_LINES))
                .isEqualTo(Optional.ofNullable(chosen));
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "/json", "text/", "*/csv", "a/b/c", "text /csv", "text/csv;q=x"})
    void whatIsNoMediaRangeIsUnreadable(String accept) {
        assertThat(MediaRanges.read(List.of(accept))).isEmpty();
    }
}
