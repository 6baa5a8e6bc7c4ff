package dev.punchlist.http.syntax;

import java.util.Optional;

/** What a text may hold. Length counts Unicode code points, as users and PostgreSQL do, not UTF-16 units. */
public final class Text {

    /** A rule that a text breaks. */
    public record Flaw(String code, String detail) {}

    private static final int LONGEST_SHOWN = 60;

    private Text() {}

    /** What is wrong with a text of at most so many code points, if anything is. */
    public static Optional<Flaw> flawOf(String text, int maxLength) {
        int length = text.codePointCount(0, text.length());
        if (length > maxLength) {
            return Optional.of(
                    new Flaw("too_long", "must have at most " + maxLength + " characters, but has " + length + "."));
        }
        if (text.indexOf('\0') >= 0) {
            return Optional.of(new Flaw("forbidden_character", "must not hold U+0000, which PostgreSQL cannot store."));
        }
        if (hasLoneSurrogate(text)) {
            return Optional.of(new Flaw("forbidden_character", "must not hold half of a surrogate pair."));
        }
        return Optional.empty();
    }

    private static boolean hasLoneSurrogate(String text) {
        return text.codePoints().anyMatch(Text::isSurrogate);
    }

    private static boolean isSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }

    /** How many bytes the text takes as a JSON string in UTF-8, without its quotes. */
    public static int jsonBytes(String text) {
        return text.chars().map(Text::jsonBytes).sum();
    }

    private static int jsonBytes(int unit) {
        if (unit < ' ') {
            return 6;
        } else if (unit == '"' || unit == '\\') {
            return 2;
        }
        return unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
    }

    /** The text, shortened and without control characters, so that an error message can repeat it. */
    public static String printable(String text) {
        return shortened(text)
                .codePoints()
                .map(point -> Character.isISOControl(point) || isSurrogate(point) ? '?' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The text, with dots in the place of what comes behind its first characters. */
    public static String shortened(String text) {
        if (text.length() <= LONGEST_SHOWN) {
            return text;
        }
        boolean cutsInHalf = Character.isHighSurrogate(text.charAt(LONGEST_SHOWN - 1));
        return text.substring(0, cutsInHalf ? LONGEST_SHOWN - 1 : LONGEST_SHOWN) + "...";
    }
}
