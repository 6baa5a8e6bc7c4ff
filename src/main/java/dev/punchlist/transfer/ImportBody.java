package dev.punchlist.transfer;

import dev.punchlist.http.input.MediaTypes;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the headers tell of the body of an import.
 *
 * @param csv whether it is CSV; else it is a JSON text per line
 * @param delimiter what stands between the cells of CSV, where its type says it
 * @param gzip whether it is compressed
 */
record ImportBody(boolean csv, Optional<String> delimiter, boolean gzip) {

    private static final Set<String> GZIP = Set.of("gzip", "x-gzip");

    /** Some clients declare every text as ISO-8859-1; its bytes tell whether it is UTF-8 in truth. */
    private static final Set<String> CHARSETS = Set.of("utf-8", "utf8", "us-ascii", "iso-8859-1");

    private static final String CHARSET = "charset=";

    /**
     * What these headers tell.
     *
     * @throws ProblemException 415 if the body cannot be read as one of these
     */
    static ImportBody of(MultiMap headers) {
        String contentType = headers.get("Content-Type");
        String type = MediaTypes.IMPORT.require(contentType);
        requireUtf8(contentType);
        boolean tabs = type.equals(MediaTypes.TSV);
        return new ImportBody(
                tabs || type.equals(MediaTypes.CSV),
                tabs ? Optional.of("\t") : Optional.empty(),
                isGzip(headers.getAll("Content-Encoding")));
    }

    private static void requireUtf8(@Nullable String contentType) {
        String parameters = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        Arrays.stream(parameters.split(";"))
                .map(String::strip)
                .filter(parameter -> parameter.startsWith(CHARSET))
                .map(parameter ->
                        parameter.substring(CHARSET.length()).replace("\"", "").strip())
                .filter(charset -> !CHARSETS.contains(charset))
                .findFirst()
                .ifPresent(charset -> {
                    throw ProblemException.of(
                            ProblemType.UNSUPPORTED_MEDIA_TYPE, "This resource takes text in UTF-8 only.");
                });
    }

    private static boolean isGzip(List<String> headers) {
        List<String> codings = headers.stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
                .filter(coding -> !coding.isEmpty() && !coding.equals("identity"))
                .toList();
        if (codings.isEmpty()) {
            return false;
        }
        if (codings.size() == 1 && GZIP.contains(codings.get(0))) {
            return true;
        }
        throw ProblemException.of(
                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                "This resource takes bodies as they are, or compressed with gzip once.",
                Map.of("Accept-Encoding", "gzip, identity"));
    }
}
