package dev.punchlist.http;

import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Bodies of up to 1 MiB that cost a careless reader all of its memory, its stack or its time. */
final class HostileBodies {

    private static final int MOST_BYTES = 1 << 20;

    /**
     * A body.
     *
     * @param name what is wrong with it
     * @param text the body
     */
    record Body(String name, String text) {

        @Override
        public String toString() {
            return name;
        }
    }

    private HostileBodies() {}

    /** Every body of every kind. */
    static Stream<Body> all() {
        return Stream.of(deep(), wide(), lengthy(), numbers(), patches(), batches())
                .flatMap(bodies -> bodies);
    }

    private static Stream<Body> deep() {
        return Stream.of(
                new Body("arrays without end", "[".repeat(MOST_BYTES)),
                new Body("arrays within arrays", "[".repeat(MOST_BYTES / 2) + "]".repeat(MOST_BYTES / 2)),
                new Body("objects without end", "{\"a\":".repeat(MOST_BYTES / 5)),
                new Body("a member that is deep", "{\"title\":" + "[".repeat(30) + "]".repeat(30) + "}"),
                new Body("an operation that is deep", "[".repeat(30) + "{\"op\":\"add\"}" + "]".repeat(30)));
    }

    private static Stream<Body> wide() {
        return Stream.of(
                new Body("ones", filled("[", index -> "1,", "1]")),
                new Body("empty objects", filled("[", index -> "{},", "{}]")),
                new Body("empty objects within limits", repeated("[", 49_000, "{},", "{}]")),
                new Body("small objects within limits", repeated("[", 24_000, "{\"\":{}},", "{}]")),
                new Body("unknown members", filled("{", index -> "\"a" + index + "\":1,", "\"z\":1}")),
                new Body("unknown members within limits", members(49_000)),
                new Body("names with one hash", hashes()),
                new Body("labels", filled("{\"title\":\"x\",\"labels\":[", index -> "\"" + index + "\",", "\"z\"]}")),
                new Body(
                        "labels within limits", repeated("{\"title\":\"x\",\"labels\":[", 40_000, "\"a\",", "\"z\"]}")),
                new Body("blanks", " ".repeat(MOST_BYTES - 7) + "{\"z\":1}"));
    }

    private static Stream<Body> lengthy() {
        return Stream.of(
                new Body("a name", "{\"" + "n".repeat(MOST_BYTES - 6) + "\":1}"),
                new Body("names", repeated("{", 100, "\"" + "n".repeat(10_000) + "%s\":1,", "\"z\":1}")),
                new Body("a title", "{\"title\":\"" + "t".repeat(MOST_BYTES - 12) + "\"}"),
                new Body("escapes", "{\"title\":\"" + "\\u0000".repeat((MOST_BYTES - 12) / 6) + "\"}"),
                new Body("surrogates", "{\"title\":\"" + "\\ud83d".repeat((MOST_BYTES - 12) / 6) + "\"}"),
                new Body("slashes and tildes", "{\"" + "~/".repeat(MOST_BYTES / 2 - 3) + "\":1}"),
                new Body("a text without end", "{\"title\":\"" + "t".repeat(MOST_BYTES - 10)),
                new Body(
                        "an instant",
                        "{\"title\":\"x\",\"due_at\":\"2026-01-31T17:00:00." + "1".repeat(1_000_000) + "\"}"));
    }

    private static Stream<Body> numbers() {
        return Stream.of(
                new Body("a number", "{\"title\":\"x\",\"priority\":" + "9".repeat(1_000_000) + "}"),
                new Body("a fraction", "{\"title\":\"x\",\"priority\":0." + "9".repeat(1_000_000) + "}"),
                new Body("numbers", repeated("[", 1_000, "9".repeat(1_000) + ",", "1]")),
                new Body("fractions", repeated("[", 1_000, "0." + "9".repeat(990) + "e99,", "1]")),
                new Body("a great exponent", "{\"title\":\"x\",\"priority\":1e1000000000}"),
                new Body("a small exponent", "{\"title\":\"x\",\"priority\":1e-1000000000}"),
                new Body("too great an exponent", "{\"title\":\"x\",\"priority\":1e99999999999}"));
    }

    private static Stream<Body> patches() {
        String fat = "\"" + "x".repeat(500_000) + "\"";
        return Stream.of(
                operations(20, index -> "{\"op\":\"copy\",\"from\":\"\",\"path\":\"/a" + index + "\"}"),
                operations(100, index -> "{\"op\":\"copy\",\"from\":\"\",\"path\":\"/labels\"}"),
                operations(100, index -> "{\"op\":\"copy\",\"from\":\"\",\"path\":\"/labels/0\"}"),
                operations(1, index -> "{\"op\":\"remove\",\"path\":\"/" + "a".repeat(5_000) + "\"}"),
                operations(1, index -> "{\"op\":\"remove\",\"path\":\"" + "/a".repeat(400_000) + "\"}"),
                operations(1, index -> "{\"op\":\"remove\",\"path\":\"" + "/~0~1".repeat(190) + "\"}"),
                operations(1, index -> "{\"op\":\"test\",\"path\":\"/priority\",\"value\":1e1000000000}"),
                operations(
                        8_000,
                        index -> index == 0
                                ? "{\"op\":\"add\",\"path\":\"/x\",\"value\":" + repeated("[", 50_000, "\"\",", "\"\"]")
                                        + "}"
                                : "{\"op\":\"add\",\"path\":\"/x/0\",\"value\":1}"),
                operations(10_000, index -> "{\"op\":\"test\",\"path\":\"/title\",\"value\":\"x\"}"),
                operations(
                        100,
                        index -> index == 0
                                ? "{\"op\":\"add\",\"path\":\"/description\",\"value\":" + fat + "}"
                                : "{\"op\":\"copy\",\"from\":\"/description\",\"path\":\"/labels/-\"}"),
                operations(
                        100,
                        index -> index == 0
                                ? "{\"op\":\"add\",\"path\":\"/x\",\"value\":" + repeated("[", 900, "[],", "[]]") + "}"
                                : "{\"op\":\"replace\",\"path\":\"/x\",\"value\":" + repeated("[", 300, "[],", "[]]")
                                        + "}"),
                operations(100, index -> "{\"op\":\"fly\",\"path\":" + index + "}"),
                operations(100, index -> "{\"op\":\"move\",\"path\":7,\"from\":[]}"));
    }

    /** Those that are a batch, or nearly. */
    static Stream<Body> batches() {
        return Stream.of(
                operations(1_000, index -> "{}"),
                operations(1_000, index -> "null"),
                operations(1_000, index -> "{\"op\":\"create\",\"task\":" + members(40) + "}"),
                operations(
                        1_000, index -> "{\"op\":\"create\",\"task\":{\"title\":[],\"labels\":{},\"priority\":\"\"}}"),
                operations(1_000, index -> "{\"op\":\"update\",\"id\":1e1000000000,\"task\":{}}"),
                operations(1_000, index -> "{\"op\":\"update\",\"id\":" + index + ",\"task\":" + members(40) + "}"),
                operations(
                        1,
                        index -> "{\"op\":\"delete\",\"id\":1,\"if_match\":\"" + "\\\"1\\\",".repeat(100_000) + "\"}"),
                operations(1_000, index -> "{\"op\":\"delete\",\"id\":1,\"if_match\":\"" + "a".repeat(900) + "\"}"));
    }

    private static Body operations(int count, IntFunction<String> operation) {
        String text = IntStream.range(0, count).mapToObj(operation).collect(Collectors.joining(",", "[", "]"));
        return new Body(count + " times " + text.substring(1, Math.min(60, text.length())), text);
    }

    private static String members(int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> "\"m" + index + "\":1")
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** "Aa" and "BB" have the same hash, and so has every text that is made of them. */
    private static String hashes() {
        return IntStream.range(0, 1 << 15)
                .mapToObj(number -> IntStream.range(0, 15)
                        .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
                        .collect(Collectors.joining("", "\"", "\":1")))
                .limit(25_000)
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String repeated(String begin, int count, String entry, String end) {
        return IntStream.range(0, count)
                .mapToObj(index -> entry.replace("%s", Integer.toString(index)))
                .collect(Collectors.joining("", begin, end));
    }

    /** As many entries as a body can hold. */
    private static String filled(String begin, IntFunction<String> entry, String end) {
        StringBuilder text = new StringBuilder(begin);
        for (int index = 0; text.length() + entry.apply(index).length() + end.length() <= MOST_BYTES; index++) {
            text.append(entry.apply(index));
        }
        return text.append(end).toString();
    }

    static byte[] bytes(Body body) {
        return body.text().getBytes(StandardCharsets.UTF_8);
    }
}
