package dev.punchlist.http.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A JSON Pointer (RFC 6901), and what JSON Patch does at the place that it points at. What changes a document changes it in
 * place, and answers the document as it is then; empty where the document has no such place.
 *
 * @param tokens the names and indices on the way, unescaped
 */
record Pointer(List<String> tokens) {

    static final int MOST_CHARACTERS = 1_000;

    private static final String END = "-";
    private static final int MOST_DIGITS = 9;

    /** The pointer that this text is; empty if it is none, or longer than any that is needed. */
    static Optional<Pointer> read(String text) {
        if (text.length() > MOST_CHARACTERS || (!text.isEmpty() && text.charAt(0) != '/')) {
            return Optional.empty();
        }
        List<String> tokens = new ArrayList<>();
        int start = 1;
        while (start <= text.length()) {
            int slash = text.indexOf('/', start);
            int end = slash < 0 ? text.length() : slash;
            String token = text.substring(start, end);
            if (!isEscaped(token)) {
                return Optional.empty();
            }
            tokens.add(token.replace("~1", "/").replace("~0", "~"));
            start = end + 1;
        }
        return Optional.of(new Pointer(tokens));
    }

    private static boolean isEscaped(String token) {
        for (int tilde = token.indexOf('~'); tilde >= 0; tilde = token.indexOf('~', tilde + 1)) {
            if (!token.startsWith("0", tilde + 1) && !token.startsWith("1", tilde + 1)) {
                return false;
            }
        }
        return true;
    }

    int depth() {
        return tokens.size();
    }

    /** Whether it points at something within what the other one points at. */
    boolean isWithin(Pointer other) {
        return depth() > other.depth() && tokens.subList(0, other.depth()).equals(other.tokens);
    }

    /** The value at this place. */
    Optional<JsonNode> find(JsonNode document) {
        JsonNode value = document;
        for (String token : tokens) {
            value = child(value, token);
        }
        return value.isMissingNode() ? Optional.empty() : Optional.of(value);
    }

    private static JsonNode child(JsonNode parent, String token) {
        return parent instanceof ArrayNode array ? array.path(index(token)) : parent.path(token);
    }

    /** Puts the value there: as a new element of an array, or as a member, new or not. */
    Optional<JsonNode> add(JsonNode document, JsonNode value) {
        if (tokens.isEmpty()) {
            return Optional.of(value);
        }
        JsonNode parent = parent(document);
        if (parent instanceof ObjectNode object) {
            object.set(last(), value);
            return Optional.of(document);
        }
        int index = last().equals(END) ? parent.size() : index(last());
        if (parent instanceof ArrayNode array && index >= 0 && index <= array.size()) {
            array.insert(index, value);
            return Optional.of(document);
        }
        return Optional.empty();
    }

    /** Puts the value in the place of the one that is there. */
    Optional<JsonNode> replace(JsonNode document, JsonNode value) {
        if (find(document).isEmpty()) {
            return Optional.empty();
        }
        if (tokens.isEmpty()) {
            return Optional.of(value);
        }
        JsonNode parent = parent(document);
        if (parent instanceof ArrayNode array) {
            array.set(index(last()), value);
        } else if (parent instanceof ObjectNode object) {
            object.set(last(), value);
        }
        return Optional.of(document);
    }

    /** Takes the value away; the document as a whole cannot be taken away. */
    Optional<JsonNode> remove(JsonNode document) {
        if (tokens.isEmpty() || find(document).isEmpty()) {
            return Optional.empty();
        }
        JsonNode parent = parent(document);
        if (parent instanceof ArrayNode array) {
            array.remove(index(last()));
        } else if (parent instanceof ObjectNode object) {
            object.remove(last());
        }
        return Optional.of(document);
    }

    private JsonNode parent(JsonNode document) {
        JsonNode value = document;
        for (String token : tokens.subList(0, depth() - 1)) {
            value = child(value, token);
        }
        return value;
    }

    private String last() {
        return tokens.get(depth() - 1);
    }

    /** Digits without a leading zero (RFC 6901 section 4); -1 for anything else. */
    private static int index(String token) {
        boolean plain = !token.isEmpty()
                && token.length() <= MOST_DIGITS
                && token.chars().allMatch(digit -> digit >= '0' && digit <= '9')
                && (token.length() == 1 || token.charAt(0) != '0');
        return plain ? Integer.parseInt(token) : -1;
    }
}
