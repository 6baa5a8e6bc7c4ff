package dev.punchlist.idempotency;

import dev.punchlist.http.ProblemException;
import dev.punchlist.http.ProblemType;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name that a client gives to one intended write.
 *
 * @param value 1 to 255 printable ASCII characters
 */
record IdempotencyKey(String value) {

    private static final String HEADER = "Idempotency-Key";

    /** A String of Structured Fields (RFC 8941 section 3.3.3). */
    private static final Pattern QUOTED = Pattern.compile("\"((?:[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\[\"\\\\])*)\"");

    private static final Pattern BARE = Pattern.compile("[\\x21\\x23-\\x7e]+");
    private static final int LONGEST = 255;

    /**
     * The key of this request, if it has one; quoted and bare, it is the same key.
     *
     * @throws ProblemException 400 if it cannot be read
     */
    static Optional<IdempotencyKey> of(RoutingContext request) {
        List<String> values = request.request().headers().getAll(HEADER);
        if (values.isEmpty()) {
            return Optional.empty();
        }
        if (values.size() > 1) {
            throw malformed();
        }
        String key = unquote(values.get(0).strip());
        if (key.isEmpty() || key.length() > LONGEST) {
            throw malformed();
        }
        return Optional.of(new IdempotencyKey(key));
    }

    private static String unquote(String header) {
        Matcher quoted = QUOTED.matcher(header);
        if (quoted.matches()) {
            return quoted.group(1).replaceAll("\\\\(.)", "$1");
        }
        if (BARE.matcher(header).matches()) {
            return header;
        }
        throw malformed();
    }

    private static ProblemException malformed() {
        return ProblemException.of(
                ProblemType.MALFORMED_REQUEST,
                HEADER + " must be given once and have 1 to 255 printable ASCII characters, in quotes or without.");
    }
}
