package dev.punchlist.http.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads a header that lists what a client would rather have, each element with its weight (RFC 9110 section 12.4.2). The
 * text is read once, from left to right; what is not in the grammar makes the whole list unreadable.
 */
public final class WeightedList {

    /** The weight of what is wanted most, and of what has no weight of its own. */
    static final int WHOLE = 1_000;

    /** No client has more to say. */
    private static final int LONGEST = 4_096;

    private static final String SIGNS = "!#$%&'*+-.^_`|~";

    /**
     * One element.
     *
     * @param value what it names, in lower case
     * @param parameters how many parameters it has besides its weight
     * @param weight in thousandths; 0 for what is not wanted at all
     */
    public record Element(String value, int parameters, int weight) {}

    private final String text;

    private int at;

    private WeightedList(String text) {
        this.text = text;
    }

    /** The elements of all lines of this header; empty where they cannot be read. */
    public static Optional<List<Element>> read(List<String> lines) {
        String text = String.join(",", lines);
        return text.length() > LONGEST ? Optional.empty() : new WeightedList(text).elements();
    }

    private Optional<List<Element>> elements() {
        List<Element> elements = new ArrayList<>();
        while (!isAtEnd()) {
            if (takes(',') || takesSpace()) {
                continue;
            }
            Optional<Element> element = element();
            if (element.isEmpty()) {
                return Optional.empty();
            }
            elements.add(element.get());
        }
        return Optional.of(elements);
    }

    private Optional<Element> element() {
        String value = word().toLowerCase(Locale.ROOT);
        int parameters = 0;
        int weight = WHOLE;
        while (nextParameter()) {
            String name = word();
            Optional<String> argument = takes('=') ? argument() : Optional.of("");
            if (argument.isEmpty()) {
                return Optional.empty();
            }
            if (name.equalsIgnoreCase("q")) {
                weight = weightOf(argument.get());
            } else if (!name.isEmpty()) {
                parameters++;
            }
        }
        boolean isWhole = isAtEnd() || text.charAt(at) == ',';
        return value.isEmpty() || weight < 0 || !isWhole
                ? Optional.empty()
                : Optional.of(new Element(value, parameters, weight));
    }

    private boolean nextParameter() {
        skipSpaces();
        boolean next = takes(';');
        skipSpaces();
        return next;
    }

    /** A token, or a quoted string without what it says; empty where a quote does not end. */
    private Optional<String> argument() {
        if (!takes('"')) {
            return Optional.of(word());
        }
        while (!isAtEnd() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return takes('"') ? Optional.of("") : Optional.empty();
    }

    /** A token (RFC 9110 section 5.6.2), or two with a slash between them. */
    private String word() {
        int begin = at;
        while (!isAtEnd() && (isTokenCharacter(text.charAt(at)) || text.charAt(at) == '/')) {
            at++;
        }
        return text.substring(begin, at);
    }

    private static boolean isTokenCharacter(char character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || isDigit(character)
                || SIGNS.indexOf(character) >= 0;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    private boolean takes(char expected) {
        boolean found = !isAtEnd() && text.charAt(at) == expected;
        if (found) {
            at++;
        }
        return found;
    }

    private boolean takesSpace() {
        return takes(' ') || takes('\t');
    }

    private void skipSpaces() {
        while (takesSpace()) {
            // On to what follows.
        }
    }

    private boolean isAtEnd() {
        return at >= text.length();
    }

    /** Up to three digits after the point; Java's own old client leaves out the zero before it. */
    private static int weightOf(String value) {
        String digits = value.startsWith(".") ? "0" + value : value;
        if (digits.isEmpty() || digits.length() > 5 || (digits.length() > 1 && digits.charAt(1) != '.')) {
            return -1;
        }
        int weight = 0;
        for (int index = 0; index < 5; index++) {
            char digit = index < digits.length() ? digits.charAt(index) : '0';
            if (index != 1) {
                if (!isDigit(digit)) {
                    return -1;
                }
                weight = weight * 10 + digit - '0';
            }
        }
        return weight <= WHOLE ? weight : -1;
    }
}
