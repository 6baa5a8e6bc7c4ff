package dev.punchlist.http.input;

import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The media types that a method takes.
 *
 * @param method the method
 * @param header the header that names them on a 415 besides Accept: Accept-Post or Accept-Patch; null where none exists
 * @param types the types, without parameters
 */
public record MediaTypes(String method, @Nullable String header, List<String> types) {

    private static final String JSON = "application/json";

    /** A JSON text per line. */
    public static final String NDJSON = "application/x-ndjson";

    /** RFC 4180. */
    public static final String CSV = "text/csv";

    /** The same with tabs. */
    public static final String TSV = "text/tab-separated-values";

    /** What an import takes. */
    public static final MediaTypes IMPORT = new MediaTypes(
            "POST",
            "Accept-Post",
            List.of(
                    NDJSON,
                    CSV,
                    "application/ndjson",
                    "application/jsonl",
                    "application/jsonlines",
                    "application/x-jsonlines",
                    TSV));

    /** What PUT takes. */
    public static final MediaTypes PUT_JSON = new MediaTypes("PUT", null, List.of(JSON));

    /** What POST takes (Accept-Post, W3C Linked Data Platform section 7.1). */
    public static final MediaTypes POST_JSON = new MediaTypes("POST", "Accept-Post", List.of(JSON));

    /** RFC 6902. */
    public static final String JSON_PATCH = "application/json-patch+json";

    /** What PATCH takes (Accept-Patch, RFC 5789 section 3.1). */
    public static final MediaTypes PATCH =
            new MediaTypes("PATCH", "Accept-Patch", List.of("application/merge-patch+json", JSON, JSON_PATCH));

    /**
     * The type of this Content-Type header, in lower case and without parameters; the first of ours where it is missing.
     *
     * @throws ProblemException 415 if it is not one of ours
     */
    public String require(@Nullable String contentType) {
        if (contentType == null) {
            return types.get(0);
        }
        int parameters = contentType.indexOf(';');
        String type = (parameters < 0 ? contentType : contentType.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
        if (types.contains(type)) {
            return type;
        }
        String offered = String.join(", ", types);
        Map<String, String> headers = new LinkedHashMap<>(Map.of("Accept", offered));
        if (header != null) {
            headers.put(header, offered);
        }
        throw ProblemException.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "This resource takes " + offered + ".", headers);
    }

    /**
     * Lets a body through that is not compressed (RFC 9110 section 8.4).
     *
     * @throws ProblemException 415 if it is
     */
    public static void requireIdentity(List<String> contentEncodings) {
        boolean compressed = contentEncodings.stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .anyMatch(coding -> !coding.isEmpty() && !coding.equalsIgnoreCase("identity"));
        if (compressed) {
            throw ProblemException.of(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "This resource takes no compressed bodies.",
                    Map.of("Accept-Encoding", "identity"));
        }
    }

    /** Names the types in the header that is meant for them, if there is one. */
    public void nameIn(MultiMap headers) {
        if (header != null) {
            headers.set(header, String.join(", ", types));
        }
    }
}
