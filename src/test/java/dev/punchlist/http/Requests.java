package dev.punchlist.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Requests as clients might send them, from right to absurd. */
final class Requests {

    /**
     * A write.
     *
     * @param method the HTTP method
     * @param target what it is sent to: the tasks, a task, or something else
     * @param headers its headers
     * @param body its body
     */
    record Write(String method, String target, Map<String, String> headers, String body) {}

    private static final String JSON = "application/json";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Requests() {}

    /** Members of a task with values that keep every rule, in JSON. */
    static Map<String, Arbitrary<String>> validMembers() {
        Map<String, Arbitrary<String>> members = new TreeMap<>();
        members.put("title", validTitle());
        members.put(
                "description",
                Arbitraries.oneOf(Arbitraries.just("null"), text(0, 255).map(Requests::quote)));
        members.put("is_completed", Arbitraries.of("true", "false"));
        members.put(
                "due_at", Arbitraries.of("null", "\"2026-01-31T17:00:00+01:00\"", "\"9999-12-31T23:59:59.999999Z\""));
        members.put("priority", Arbitraries.integers().between(0, 4).map(String::valueOf));
        members.put("labels", text(1, 50).set().ofMaxSize(20).map(labels -> array(List.copyOf(labels))));
        return members;
    }

    private static Arbitrary<String> validTitle() {
        return text(1, 50).filter(title -> !title.isBlank()).map(Requests::quote);
    }

    /** Text of this many code points, of any plane, without what is forbidden. */
    private static Arbitrary<String> text(int min, int max) {
        return Arbitraries.frequencyOf(
                        Tuple.of(6, Arbitraries.integers().between(0x20, 0x7e)),
                        Tuple.of(2, Arbitraries.integers().between(0xa0, 0xd7ff)),
                        Tuple.of(1, Arbitraries.integers().between(0x1, 0x1f)),
                        Tuple.of(1, Arbitraries.integers().between(0x10000, 0x10ffff)))
                .list()
                .ofMinSize(min)
                .ofMaxSize(max)
                .map(points -> points.stream()
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
    }

    private static String quote(String text) {
        return JsonNodeFactory.instance.textNode(text).toString();
    }

    private static String array(List<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array.toString();
    }

    /** Values of which some keep the rules of some members. */
    private static Arbitrary<String> anyValue() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "null", "true", "false", "{}", "[]", "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "1e400"),
                Arbitraries.of("-1", "0", "4", "5", "1.5", "99999999999999999999", "\"2026-02-30\"", "\"2026-01-31\""),
                Arbitraries.of(
                        "\"2026-01-31T17:00:00Z\"",
                        "\"2026-01-31T25:00:00Z\"",
                        "[\"a\",\"a\"]",
                        "[1]",
                        "[[]]",
                        "[null]"),
                text(0, 60).map(Requests::quote),
                text(200, 400).map(Requests::quote));
    }

    private static Arbitrary<String> anyMember() {
        Arbitrary<String> names = Arbitraries.of(
                "title",
                "description",
                "is_completed",
                "due_at",
                "due_date",
                "priority",
                "labels",
                "external_id",
                "id",
                "version",
                "completed_at",
                "created_at",
                "updated_at",
                "tenant",
                "titel",
                "",
                "a/b~c");
        return Combinators.combine(names, anyValue()).as((name, value) -> quote(name) + ":" + value);
    }

    /** A body of valid members. */
    static Arbitrary<ObjectNode> validTask() {
        List<String> names = List.copyOf(validMembers().keySet());
        return Combinators.combine(List.copyOf(validMembers().values()))
                .as(values -> IntStream.range(0, names.size())
                        .mapToObj(index -> quote(names.get(index)) + ":" + values.get(index))
                        .collect(Collectors.joining(",", "{", "}")))
                .map(Requests::parse);
    }

    private static ObjectNode parse(String json) {
        try {
            return (ObjectNode) MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Arbitrary<String> anyObject() {
        return Combinators.combine(validTitle(), anyMember().list().ofMaxSize(4), Arbitraries.of(true, false))
                .as((title, members, titled) -> "{" + (titled ? "\"title\":" + title : "\"x\":1")
                        + (members.isEmpty() ? "" : "," + String.join(",", members)) + "}");
    }

    private static Arbitrary<String> anyPatch() {
        Arbitrary<String> paths = Arbitraries.of(
                "",
                "/",
                "/title",
                "/labels/-",
                "/labels/0",
                "/labels/01",
                "/labels/99",
                "/version",
                "/id",
                "/due_date",
                "/nothing/here",
                "title",
                "/~2",
                "/description",
                "/priority");
        Arbitrary<String> operations = Arbitraries.of("add", "remove", "replace", "move", "copy", "test", "spam");
        return Combinators.combine(operations, paths, paths, anyValue())
                .as((op, path, from, value) -> "{\"op\":\"%s\",\"path\":%s,\"from\":%s,\"value\":%s}"
                        .formatted(op, quote(path), quote(from), value))
                .list()
                .ofMaxSize(4)
                .map(all -> "[" + String.join(",", all) + "]");
    }

    private static Arbitrary<String> anyBody() {
        return Arbitraries.frequencyOf(
                Tuple.of(4, validTask().map(ObjectNode::toString)),
                Tuple.of(8, anyObject()),
                Tuple.of(4, anyPatch()),
                Tuple.of(2, anyValue()),
                Tuple.of(1, Arbitraries.of("", "{", "{\"title\":\"x\"}}", "[1,", "{\"title\":\"x\",\"title\":\"y\"}")),
                Tuple.of(1, Arbitraries.strings().ofMaxLength(50)));
    }

    private static Arbitrary<Map<String, String>> anyHeaders() {
        Arbitrary<String> types = Arbitraries.of(
                JSON,
                JSON,
                JSON,
                "application/merge-patch+json",
                "application/json-patch+json",
                "application/json-patch+json",
                "text/plain",
                "application/json; charset=utf-8",
                "nonsense");
        Arbitrary<String> matches = Arbitraries.of("", "", "", "", "*", "\"1\"", "\"2\",\"1\"", "W/\"1\"", "1", "\"");
        Arbitrary<String> keys =
                Arbitraries.of("", "", "", "k1", "\"k1\"", "k2", "\"open", "with space", "k".repeat(256));
        Arbitrary<String> preferences =
                Arbitraries.of("", "", "return=minimal", "return=representation", "wait=1", ",;=");
        return Combinators.combine(types, matches, matches, keys, preferences)
                .as((type, match, noneMatch, key, prefer) -> {
                    Map<String, String> headers = new TreeMap<>();
                    headers.put("Content-Type", type);
                    headers.put("If-Match", match);
                    headers.put("If-None-Match", noneMatch);
                    headers.put("Idempotency-Key", key);
                    headers.put("Prefer", prefer);
                    headers.values().removeIf(String::isEmpty);
                    return headers;
                });
    }

    /** Any write to any resource. */
    static Arbitrary<Write> anyWrite() {
        Arbitrary<String> queries = Arbitraries.frequencyOf(
                Tuple.of(12, Arbitraries.just("")),
                Tuple.of(
                        1,
                        Arbitraries.of(
                                "?completed=true",
                                "?completed=x",
                                "?limit=5",
                                "?%00=%ff",
                                "?completed=1&completed=0")));
        Arbitrary<String> targets =
                Arbitraries.of("/tasks", "/tasks/", "{task}", "{task}", "{task}/", "/tasks/0", "/tasks/x");
        return Combinators.combine(
                        Arbitraries.of("POST", "PUT", "PATCH", "DELETE"), targets, queries, anyHeaders(), anyBody())
                .as((method, target, query, headers, body) -> new Write(method, target + query, headers, body));
    }
}
