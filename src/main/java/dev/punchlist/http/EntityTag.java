package dev.punchlist.http;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An entity tag (RFC 9110 section 8.8.3).
 *
 * @param weak whether it only promises that two representations mean the same
 * @param opaque what stands between the quotes
 */
public record EntityTag(boolean weak, String opaque) {

    private static final Pattern TAG = Pattern.compile("(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"");

    /** The strong tag of this version of a resource. */
    public static EntityTag ofVersion(long version) {
        return new EntityTag(false, Long.toString(version));
    }

    /**
     * Reads a list of tags, as If-Match and If-None-Match have it.
     *
     * @throws ProblemException 400 if it is none
     */
    static List<EntityTag> readList(String header, String value) {
        List<EntityTag> tags = new ArrayList<>();
        Matcher matcher = TAG.matcher(value);
        int position = 0;
        while (position < value.length()) {
            if (isSeparator(value.charAt(position))) {
                position++;
            } else if (matcher.find(position) && matcher.start() == position) {
                tags.add(new EntityTag(matcher.group(1) != null, matcher.group(2)));
                position = matcher.end();
            } else {
                throw malformed(header);
            }
        }
        if (tags.isEmpty()) {
            throw malformed(header);
        }
        return tags;
    }

    private static boolean isSeparator(char character) {
        return character == ',' || character == ' ' || character == '\t';
    }

    private static ProblemException malformed(String header) {
        return ProblemException.of(
                ProblemType.MALFORMED_REQUEST, header + " must be * or a list of quoted entity tags.");
    }

    /** Whether both are strong and the same (RFC 9110 section 8.8.3.2). */
    boolean matchesStrongly(EntityTag other) {
        return !weak && !other.weak && opaque.equals(other.opaque);
    }

    /** Whether both are the same but for strength. */
    boolean matchesWeakly(EntityTag other) {
        return opaque.equals(other.opaque);
    }

    /** As it stands in a header. */
    @Override
    public String toString() {
        return (weak ? "W/" : "") + '"' + opaque + '"';
    }
}
