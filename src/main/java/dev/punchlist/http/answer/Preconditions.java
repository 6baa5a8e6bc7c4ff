package dev.punchlist.http.answer;

import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import dev.punchlist.http.problem.Violation;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The conditions under which a client wants its request carried out (RFC 9110 section 13.1). They are read before the
 * work and checked inside its transaction, on the row that is locked for it.
 *
 * @param ifMatch the tags of which one must be current
 * @param ifNoneMatch the tags of which none may be current
 */
public record Preconditions(Optional<TagList> ifMatch, Optional<TagList> ifNoneMatch) {

    /**
     * The value of one header.
     *
     * @param any whether it is {@code *}, which every existing resource matches
     * @param tags the tags, where it is not
     */
    record TagList(boolean any, List<EntityTag> tags) {

        boolean matchesStrongly(EntityTag current) {
            return any || tags.stream().anyMatch(tag -> tag.matchesStrongly(current));
        }

        boolean matchesWeakly(EntityTag current) {
            return any || tags.stream().anyMatch(tag -> tag.matchesWeakly(current));
        }
    }

    /**
     * The conditions of this request.
     *
     * @throws ProblemException 400 if a header cannot be read
     */
    public static Preconditions of(RoutingContext request) {
        return new Preconditions(read(request, "If-Match"), read(request, "If-None-Match"));
    }

    /**
     * The conditions of a write.
     *
     * @throws ProblemException 400 if a header cannot be read, 428 if If-Match is asked for and missing
     */
    public static Preconditions ofWrite(RoutingContext request, boolean requireIfMatch) {
        return required(of(request), requireIfMatch);
    }

    private static Preconditions required(Preconditions conditions, boolean requireIfMatch) {
        if (requireIfMatch && conditions.ifMatch.isEmpty()) {
            throw ProblemException.of(
                    ProblemType.PRECONDITION_REQUIRED, "Send If-Match with the ETag that you last saw.");
        }
        return conditions;
    }

    /**
     * The conditions of a write that is one of many in a body.
     *
     * @throws ProblemException 422 if the value cannot be read, 428 if it is asked for and missing
     */
    public static Preconditions ofMember(Optional<String> ifMatch, boolean requireIfMatch) {
        try {
            return required(
                    new Preconditions(ifMatch.map(value -> read("if_match", value)), Optional.empty()), requireIfMatch);
        } catch (ProblemException e) {
            throw e.type() == ProblemType.MALFORMED_REQUEST
                    ? ProblemException.invalid(List.of(Violation.ofMember("if_match", "malformed", e.detail())))
                    : e;
        }
    }

    private static Optional<TagList> read(RoutingContext request, String header) {
        List<String> values = request.request().headers().getAll(header);
        return values.isEmpty() ? Optional.empty() : Optional.of(read(header, String.join(",", values)));
    }

    private static TagList read(String name, String value) {
        return value.strip().equals("*")
                ? new TagList(true, List.of())
                : new TagList(false, EntityTag.readList(name, value.strip()));
    }

    /**
     * Whether a reader has the current representation already, so that 304 is the answer. If-Match comes first (RFC 9110
     * section 13.2.2), in a read as in a write.
     *
     * @throws ProblemException 412 with the current tag if the reader wants another version than the current
     */
    public boolean isUnmodified(EntityTag current) {
        requireThat(isMatch(current), current);
        return isNamedInNoneMatch(current);
    }

    /**
     * Lets a write through only if its conditions hold.
     *
     * @throws ProblemException 412 with the current tag
     */
    public void require(EntityTag current) {
        requireThat(isMatch(current) && !isNamedInNoneMatch(current), current);
    }

    private boolean isMatch(EntityTag current) {
        return ifMatch.map(tags -> tags.matchesStrongly(current)).orElse(true);
    }

    private boolean isNamedInNoneMatch(EntityTag current) {
        return ifNoneMatch.isPresent() && ifNoneMatch.get().matchesWeakly(current);
    }

    private static void requireThat(boolean held, EntityTag current) {
        if (!held) {
            throw ProblemException.of(
                    ProblemType.PRECONDITION_FAILED,
                    "The resource is at " + current + " by now. Nothing was changed.",
                    Map.of("ETag", current.toString()));
        }
    }
}
