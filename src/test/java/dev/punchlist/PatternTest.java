package dev.punchlist;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No regular expression over the text of a client recurses or backtracks. Time is not measured but counted: as characters that
 * the expression looks at.
 */
class PatternTest {

    /** What reads settings and answers of the database, which are the operator's. */
    private static final List<String> NOT_FOR_CLIENTS =
            List.of("dev.punchlist.lifecycle", "dev.punchlist.DatabaseUrl", "dev.punchlist.SchemaName");

    private static final int LENGTH = 100_000;
    private static final int LENGTH_OF_SAMPLES = 20_000;
    private static final int LENGTH_OF_PAIRS = 2_000;

    /** An expression may look at each character so often. */
    private static final int LOOKS = 4;

    private static final List<String> SAMPLES = List.of(
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
            "gzip;q=0.111",
            "2026-01-31T17:00:00.123+01:00",
            "\"a\\\"b\", W/\"c\"",
            "/a~1b/0/-",
            "a,\"b\"\"c\",d");

    private static final String USUAL = "a0Z\" ,;=./\\-+:~*_\t\u00e9\u0000";

    /** A text that counts how often it is looked at, and ends the search that looks too often. */
    private static final class CountedText implements CharSequence {

        private final String text;

        private long looks;

        CountedText(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            looks++;
            if (looks > 100L * text.length() + 1_000) {
                throw new IllegalStateException("backtracks");
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static Map<String, Pattern> patterns() {
        Map<String, Pattern> patterns = new TreeMap<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.punchlist")) {
            if (NOT_FOR_CLIENTS.stream().noneMatch(type.getName()::startsWith)) {
                for (Field field : type.reflect().getDeclaredFields()) {
                    if (field.getType() == Pattern.class && Modifier.isStatic(field.getModifiers())) {
                        patterns.put(type.getSimpleName() + "." + field.getName(), valueOf(field));
                    }
                }
            }
        }
        return patterns;
    }

    private static Pattern valueOf(Field field) {
        try {
            field.setAccessible(true);
            return (Pattern) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Texts that an expression may take for a match for long: its own characters and usual ones, over and over. */
    private static Stream<String> nearMisses(Pattern pattern) {
        List<String> characters = (pattern.pattern() + USUAL)
                .chars()
                .distinct()
                .mapToObj(Character::toString)
                .toList();
        Stream<String> pairs = characters.stream().flatMap(first -> characters.stream()
                .flatMap(second -> Stream.of(
                        (first + second).repeat(LENGTH_OF_PAIRS / 2),
                        first + second.repeat(LENGTH_OF_PAIRS),
                        first + second.repeat(LENGTH_OF_PAIRS) + first,
                        first.repeat(LENGTH_OF_PAIRS) + second)));
        return Stream.concat(characters.stream().map(character -> character.repeat(LENGTH)), pairs);
    }

    /** A piece of text that the expression matches, prolonged at every place. */
    private static Stream<String> prolonged(String sample) {
        return IntStream.range(0, sample.length()).boxed().flatMap(index -> Stream.of("", "!")
                .map(end -> sample.substring(0, index)
                        + sample.substring(index, index + 1).repeat(LENGTH_OF_SAMPLES)
                        + sample.substring(index)
                        + end));
    }

    private static double looksPerCharacter(Pattern pattern, String text) {
        CountedText counted = new CountedText(text);
        pattern.matcher(counted).matches();
        return (double) counted.looks / text.length();
    }

    @Test
    void noneRecursesOrBacktracks() {
        Map<String, Double> worst = patterns().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> Stream.concat(
                                nearMisses(entry.getValue()), SAMPLES.stream().flatMap(PatternTest::prolonged))
                        .mapToDouble(text -> looksPerCharacter(entry.getValue(), text))
                        .max()
                        .orElseThrow()));

        assertThat(worst).allSatisfy((name, looks) -> assertThat(looks).isLessThan(LOOKS));
    }
}
