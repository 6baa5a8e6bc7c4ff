package dev.punchlist.http.answer;

import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import dev.punchlist.http.syntax.HeaderScanner;
import java.util.ArrayList;
import java.util.List;

/**
 * An entity tag (RFC 9110 section 8.8.3).
 *
 * @param weak whether it only promises that two representations mean the same
 * @param opaque what stands between the quotes
 */
public record EntityTag(boolean weak, String opaque) {

    /** Nobody has seen so many versions of one resource at once. */
    private static final int MOST_TAGS = 100;

    /** The strong tag of this version of a resource. */
    public static EntityTag ofVersion(long version) {
        return new EntityTag(false, Long.toString(version));
    }

    /**
     * Reads a list of tags, as If-Match and If-None-Match have it (RFC 9110 section 5.6.1.2: an entry may be empty).
     *
     * @throws ProblemException 400 if it is none, or one of more than 100
     */
    public static List<EntityTag> readList(String header, String value) {
        List<EntityTag> tags = new ArrayList<>();
        HeaderScanner scanner = new HeaderScanner(value);
        do {
            scanner.skipBlanks();
            if (!scanner.isAtEnd() && !scanner.isNext(',')) {
                tags.add(read(header, scanner));
                scanner.skipBlanks();
            }
        } while (tags.size() < MOST_TAGS && scanner.take(','));
        if (tags.isEmpty() || !scanner.isAtEnd()) {
            throw malformed(header);
        }
        return tags;
    }

    private static EntityTag read(String header, HeaderScanner scanner) {
        boolean weak = scanner.take('W');
        boolean begins = (!weak || scanner.take('/')) && scanner.take('"');
        String opaque = scanner.takeWhile(EntityTag::isOpaque);
        if (!begins || !scanner.take('"')) {
            throw malformed(header);
        }
        return new EntityTag(weak, opaque);
    }

    private static boolean isOpaque(int character) {
        return character > ' ' && character <= '\u00ff' && character != '"' && character != '\u007f';
    }

    private static ProblemException malformed(String header) {
        return ProblemException.of(
                ProblemType.MALFORMED_REQUEST,
                header + " must be * or a list of quoted entity tags, " + MOST_TAGS + " at most.");
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
