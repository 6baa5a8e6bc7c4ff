package dev.punchlist.idempotency;

import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import dev.punchlist.http.syntax.HeaderScanner;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/**
 * The name that a client gives to one intended write.
 *
 * @param value 1 to 255 printable ASCII characters
 */
record IdempotencyKey(String value) {

    private static final String HEADER = "Idempotency-Key";

    private static final int LONGEST = 255;

    /** In quotes, with every character escaped. */
    private static final int LONGEST_WRITTEN = 2 + 2 * LONGEST;

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
        return Optional.of(read(values.get(0).strip())
                .filter(key -> !key.isEmpty() && key.length() <= LONGEST)
                .map(IdempotencyKey::new)
                .orElseThrow(IdempotencyKey::malformed));
    }

    /** A String of Structured Fields (RFC 8941 section 3.3.3), or the bare key; its length is looked at first. */
    private static Optional<String> read(String header) {
        if (header.length() > LONGEST_WRITTEN) {
            return Optional.empty();
        }
        HeaderScanner scanner = new HeaderScanner(header);
        Optional<String> key =
                scanner.isNext('"') ? scanner.takeQuoted() : Optional.of(scanner.takeWhile(IdempotencyKey::isBare));
        return key.filter(text -> scanner.isAtEnd());
    }

    private static boolean isBare(int character) {
        return character > ' ' && character <= '~' && character != '"';
    }

    private static ProblemException malformed() {
        return ProblemException.of(
                ProblemType.MALFORMED_REQUEST,
                HEADER + " must be given once and have 1 to 255 printable ASCII characters, in quotes or without.");
    }
}
