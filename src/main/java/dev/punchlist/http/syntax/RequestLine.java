package dev.punchlist.http.syntax;

import io.vertx.core.net.HostAndPort;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parts of a request line: methods of HTTP, and the characters of a URI (RFC 3986). */
public final class RequestLine {

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    private static final Set<String> SCHEMES = Set.of("http", "https");

    private static final boolean[] IN_PATH =
            table("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@%/");
    /** Brackets are not in the standard, but browsers leave them as they are. */
    private static final boolean[] IN_QUERY =
            table("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@%/?[]");

    private RequestLine() {}

    private static boolean[] table(String characters) {
        boolean[] table = new boolean[0x80];
        characters.chars().forEach(character -> table[character] = true);
        return table;
    }

    /** Whether the method is one of HTTP's, and not made up. */
    public static boolean isMethod(String method) {
        return METHODS.contains(method);
    }

    /** Whether this is the path of a URI whose escapes stand for text. */
    public static boolean isPath(@Nullable String path) {
        return path != null
                && path.startsWith("/")
                && isOf(IN_PATH, path)
                && PercentEncoding.decodePath(path).isPresent();
    }

    /** Whether this can be the query of a URI. */
    public static boolean isQuery(String query) {
        return isOf(IN_QUERY, query);
    }

    /** Whether this is a whole URI by which HTTP/1.1 may name a resource (RFC 9112 section 3.2.2). */
    public static boolean isAbsolute(String target) {
        int scheme = target.indexOf("://");
        if (scheme < 0 || !SCHEMES.contains(target.substring(0, scheme).toLowerCase(Locale.ROOT))) {
            return false;
        }
        int start = scheme + "://".length();
        int end = start;
        while (end < target.length() && "/?".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        return end > start && HostAndPort.parseAuthority(target.substring(start, end), -1) != null;
    }

    private static boolean isOf(boolean[] table, String text) {
        return text.chars().allMatch(character -> character < table.length && table[character]);
    }
}
