package dev.punchlist.http;

import java.util.Optional;

/** What a text may hold. Length counts Unicode code points, as users and PostgreSQL do, not UTF-16 units. */
public final class Text {

    /** A rule that a text breaks. */
    record Flaw(String code, String detail) {}

    private Text() {}

    static Optional<Flaw> flawOf(String text, int maxLength) {
        if (text.indexOf('\0') >= 0) {
            return Optional.of(new Flaw("forbidden_character", "must not hold U+0000, which PostgreSQL cannot store."));
        }
        if (hasLoneSurrogate(text)) {
            return Optional.of(new Flaw("forbidden_character", "must not hold half of a surrogate pair."));
        }
        int length = text.codePointCount(0, text.length());
        if (length > maxLength) {
            return Optional.of(
                    new Flaw("too_long", "must have at most %d characters, but has %d.".formatted(maxLength, length)));
        }
        return Optional.empty();
    }

    private static boolean hasLoneSurrogate(String text) {
        return text.codePoints()
                .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    /** The text, shortened and without control characters, so that an error message can repeat it. */
    public static String printable(String text) {
        String shortened = text.length() <= 60 ? text : text.substring(0, 60) + "...";
        return shortened.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
    }
}
