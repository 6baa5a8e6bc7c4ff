package dev.punchlist.http.syntax;

import java.util.Optional;
import java.util.function.IntPredicate;

/** Reads the value of a header from left to right, each character once. */
public final class HeaderScanner {

    private final String text;

    private int position;

    /** Stands before the first character. */
    public HeaderScanner(String text) {
        this.text = text;
    }

    /** Whether all has been read. */
    public boolean isAtEnd() {
        return position == text.length();
    }

    /** Whether this comes next. */
    public boolean isNext(char expected) {
        return !isAtEnd() && text.charAt(position) == expected;
    }

    /** Whether this came next; if so, it has been read. */
    public boolean take(char expected) {
        boolean next = isNext(expected);
        if (next) {
            position++;
        }
        return next;
    }

    /** All that comes next and is of this kind; may be nothing. */
    public String takeWhile(IntPredicate kind) {
        int start = position;
        while (!isAtEnd() && kind.test(text.charAt(position))) {
            position++;
        }
        return text.substring(start, position);
    }

    /** Reads on to what is neither a space nor a tab. */
    public void skipBlanks() {
        takeWhile(character -> character == ' ' || character == '\t');
    }

    /** The content of a String of Structured Fields (RFC 8941 section 3.3.3); empty where none comes next. */
    public Optional<String> takeQuoted() {
        if (!take('"')) {
            return Optional.empty();
        }
        StringBuilder content = new StringBuilder();
        while (!take('"')) {
            boolean escaped = take('\\');
            if (isAtEnd() || !isContent(text.charAt(position), escaped)) {
                return Optional.empty();
            }
            content.append(text.charAt(position));
            position++;
        }
        return Optional.of(content.toString());
    }

    private static boolean isContent(char character, boolean escaped) {
        return escaped ? character == '"' || character == '\\' : character >= ' ' && character <= '~';
    }

    /** Whether this character may stand in a token (RFC 9110 section 5.6.2). */
    public static boolean isTokenCharacter(int character) {
        return (character >= '0' && character <= '9')
                || (character >= 'A' && character <= 'Z')
                || (character >= 'a' && character <= 'z')
                || (character > ' ' && "!#$%&'*+-.^_`|~".indexOf(character) >= 0);
    }
}
