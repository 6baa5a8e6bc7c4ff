package dev.punchlist.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import dev.punchlist.http.problem.Violation;
import dev.punchlist.http.syntax.WholeNumber;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON is read as the standard has it, and no further than any request needs. */
class StrictJsonTest {

    private static final StrictJson JSON = new StrictJson();

    private static JsonNode read(String text) throws StrictJson.MalformedException {
        return JSON.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertMalformed(String text, String flaw) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(StrictJson.MalformedException.class)
                .hasMessageContaining(flaw);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":[1,-2,3.5,1e3,true,false,null,\"x\"],\"b\":{}}",
                "[]",
                "\"\\ud83d\\ude00\u00e9\ud83d\ude00\"",
                "9223372036854775808",
                "  7  "
            })
    void readsWhatTheLibraryReads(String text) throws StrictJson.MalformedException, JsonProcessingException {
        assertThat(JsonEquality.equal(read(text), new ObjectMapper().readTree(text)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c0af", // "/" in two bytes, where one is enough
                "c1bf",
                "e080af", // in three
                "f08080af", // in four
                "eda081", // half of a surrogate pair
                "edb080",
                "eda081edb080", // both halves, in three bytes each (CESU-8)
                "f4908080", // beyond U+10FFFF
                "f5808080",
                "c3", // begun and not ended
                "e282",
                "f09f98",
                "80", // goes on with nothing
                "c328", // goes on with a letter
                "ff",
                "fe"
            })
    void bytesThatAreNotUtf8AreRefused(String hex) {
        String text = HexFormat.of().formatHex("[\"".getBytes(StandardCharsets.UTF_8)) + hex;
        byte[] within = HexFormat.of().parseHex(text + "225d");
        byte[] atTheEnd = HexFormat.of().parseHex(text);

        assertThatThrownBy(() -> JSON.read(within)).hasMessage("is not valid UTF-8");
        assertThatThrownBy(() -> JSON.read(atTheEnd)).hasMessage("is not valid UTF-8");
        assertThatThrownBy(() -> JSON.read(HexFormat.of().parseHex("5b5d" + hex)))
                .hasMessage("is not valid UTF-8");
    }

    @Test
    void otherEncodingsAreNotGuessed() {
        assertThatThrownBy(() -> JSON.read("{\"a\":1}".getBytes(StandardCharsets.UTF_16LE)))
                .isInstanceOf(StrictJson.MalformedException.class);
        assertThatThrownBy(() -> JSON.read("{\"a\":1}".getBytes(StandardCharsets.UTF_16BE)))
                .isInstanceOf(StrictJson.MalformedException.class);
    }

    @Test
    void whatSpellsNoValueIsRefused() {
        assertMalformed("", "is empty");
        assertMalformed(" \n", "is empty");
        assertMalformed("{\"a\":1} {}", "is not valid JSON (line 1, column");
        assertMalformed("{\"a\":1,\"a\":1}", "is not valid JSON");
        assertMalformed("{\"a\":", "is not valid JSON");
        assertMalformed("[1,", "is not valid JSON");
        assertMalformed("[1}", "is not valid JSON");
        assertMalformed("{\"a\"", "is not valid JSON");
        assertMalformed("01", "is not valid JSON");
        assertMalformed("NaN", "is not valid JSON");
        assertMalformed("\"\u0001\"", "is not valid JSON");
    }

    @Test
    void theDepthIsBounded() throws StrictJson.MalformedException {
        assertThat(read("[".repeat(32) + "]".repeat(32))).isNotNull();
        assertMalformed("[".repeat(33) + "]".repeat(33), "is nested deeper than 32 levels");
        assertMalformed("[".repeat(1 << 20), "is nested deeper than 32 levels");
        assertMalformed("{\"a\":".repeat(1 << 17), "is nested deeper than 32 levels");
    }

    @Test
    void theNumberOfValuesIsBounded() throws StrictJson.MalformedException {
        assertThat(read("[" + "0,".repeat(49_998) + "0]")).hasSize(49_999);
        assertThatThrownBy(() -> read("[" + "0,".repeat(49_999) + "0]"))
                .isInstanceOfSatisfying(ProblemException.class, problem -> {
                    assertThat(problem.type()).isEqualTo(ProblemType.VALIDATION_FAILED);
                    assertThat(problem.violations()).extracting(Violation::code).containsExactly("too_many_values");
                });
    }

    @Test
    void numbersAreReadButNotWrittenOut() throws StrictJson.MalformedException {
        assertThat(WholeNumber.of(read("1e1000000000"))).isEmpty();
        assertThat(WholeNumber.is(read("1e1000000000"))).isTrue();
        assertThat(WholeNumber.is(read("1e-1000000000"))).isFalse();
        assertThat(WholeNumber.of(read("0e1000000000"))).hasValue(0);
        assertThat(WholeNumber.of(read("-0.0"))).hasValue(0);
        assertThat(WholeNumber.of(read("1.000"))).hasValue(1);
        assertThat(WholeNumber.of(read("1e0"))).hasValue(1);
        assertThat(WholeNumber.of(read("10e-1"))).hasValue(1);
        assertThat(WholeNumber.of(read("1.5"))).isEmpty();
        assertThat(WholeNumber.of(read("9223372036854775807"))).hasValue(Long.MAX_VALUE);
        assertThat(WholeNumber.of(read("9223372036854775808"))).isEmpty();
        assertThat(JsonEquality.equal(read("1e1000000000"), read("1"))).isFalse();
        assertThat(JsonEquality.equal(read("1e1000000000"), read("10e999999999")))
                .isTrue();
        assertThat(JsonEquality.equal(read("1e-1000000000"), read("0"))).isFalse();
        assertThat(JsonEquality.equal(read("0e1000000000"), read("0"))).isTrue();
        assertMalformed("[1e99999999999]", "has a number whose exponent is out of range (line 1, column 2)");
        assertMalformed("9".repeat(1_001), "is not valid JSON");
        assertMalformed("0." + "9".repeat(100_000), "is not valid JSON");
    }

    @Test
    void objectsAreTheSameWhateverTheirOrder() throws StrictJson.MalformedException {
        assertThat(JsonEquality.equal(read("{\"a\":1,\"b\":[1.0]}"), read("{\"b\":[1],\"a\":1e0}")))
                .isTrue();
        assertThat(JsonEquality.equal(read("{\"a\":1}"), read("{\"b\":1}"))).isFalse();
        assertThat(JsonEquality.equal(read("{\"a\":null}"), read("{\"b\":null}")))
                .isFalse();
        assertThat(JsonEquality.equal(read("[1,2]"), read("[2,1]"))).isFalse();
        assertThat(JsonEquality.equal(read("[]"), read("{}"))).isFalse();
        assertThat(JsonEquality.equal(read("\"1\""), read("1"))).isFalse();
    }

    @Test
    void aLongTextIsReadInPieces() throws StrictJson.MalformedException {
        String text = IntStream.range(0, 5_000)
                .mapToObj(index -> "x".repeat(index % 3) + "\u00e9\u20ac\ud83d\ude00")
                .collect(Collectors.joining());

        assertThat(read("[\"" + text + "\"]").get(0).textValue()).isEqualTo(text);
    }
}
