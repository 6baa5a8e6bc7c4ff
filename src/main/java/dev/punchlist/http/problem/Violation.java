package dev.punchlist.http.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punchlist.http.syntax.Text;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * One broken rule.
 *
 * @param pointer where in the body, as a JSON Pointer (RFC 6901); null for a query parameter
 * @param parameter which query parameter; null for a member of the body
 * @param code the rule, for programs
 * @param detail the rule, for people
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
public record Violation(@Nullable String pointer, @Nullable String parameter, String code, String detail) {

    /** A rule broken by a top-level member of the body; the name of one that is longer than any of ours is shortened. */
    public static Violation ofMember(String member, String code, String detail) {
        return new Violation("/" + Text.shortened(member).replace("~", "~0").replace("/", "~1"), null, code, detail);
    }

    /** A rule broken at this place in the body. */
    public static Violation at(String pointer, String code, String detail) {
        return new Violation(pointer, null, code, detail);
    }

    /** A rule broken by the body as a whole. */
    public static Violation ofBody(String code, String detail) {
        return new Violation("", null, code, detail);
    }

    /** A rule broken by a query parameter. */
    public static Violation ofParameter(String parameter, String code, String detail) {
        return new Violation(null, parameter, code, detail);
    }

    /** The same rule, broken in a part of the body that stands at this place. */
    Violation within(String place) {
        return pointer == null ? this : new Violation(place + pointer, null, code, detail);
    }
}
