package dev.punchlist.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punchlist.http.answer.EntityTag;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.syntax.PreferHeader;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers that are lists, read by hand. */
class HeaderTest {

    private static String prefer(String header) {
        return PreferHeader.read(header).stream()
                .map(preference -> preference.name() + "=" + preference.value())
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "return=minimal                          | return=minimal",
                "Return = minimal , wait=5               | return=minimal wait=5",
                "return=\"minimal\";x=\"a,b\";y, wait=\"5\"  | return=minimal wait=5",
                "foo; a=\"return=minimal, x\", wait=5    | foo= wait=5",
                "respond-async, wait=10                  | respond-async= wait=10",
                ",;=,                                    | ``",
                "foo bar, return=minimal                 | foo= return=minimal",
                "\"open, return=minimal                  | ``",
                "a=\"x\\\"y\"                            | a=x\"y"
            })
    void preferencesAreRead(String header, String read) {
        assertThat(prefer(header)).isEqualTo(read);
    }

    @Test
    void aLongListOfPreferencesIsCutOff() {
        assertThat(PreferHeader.read("x,".repeat(100_000))).hasSize(50);
        assertThat(PreferHeader.read("\"".repeat(100_000))).isEmpty();
        assertThat(PreferHeader.read("a=\"\\".repeat(100_000))).hasSize(1);
    }

    @Test
    void entityTagsAreRead() {
        assertThat(EntityTag.readList("If-Match", ",, \"1\" ,W/\"a,b\",\"\""))
                .isEqualTo(List.of(new EntityTag(false, "1"), new EntityTag(true, "a,b"), new EntityTag(false, "")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "1",
                "\"1",
                "\"1\"\"2\"",
                "\"1\" \"2\"",
                "w/\"1\"",
                "W/",
                "W\"1\"",
                "\"\u20ac\"",
                "*,\"1\""
            })
    void whatIsNoListOfEntityTagsIsRefused(String header) {
        assertThatThrownBy(() -> EntityTag.readList("If-Match", header)).isInstanceOf(ProblemException.class);
    }

    @Test
    void aLongListOfEntityTagsIsRefused() {
        String hundred = "\"1\",".repeat(99) + "\"1\"";

        assertThat(EntityTag.readList("If-Match", hundred)).hasSize(100);
        Stream.of(hundred + ",\"1\"", "\"1\",".repeat(100_000), "\"".repeat(100_000), "\"" + "a".repeat(100_000))
                .forEach(list -> assertThatThrownBy(() -> EntityTag.readList("If-Match", list))
                        .isInstanceOf(ProblemException.class));
    }
}
