package dev.punchlist;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The address of a database: {@code postgresql://host[:port][,host[:port]...]/database[?parameters]}. With several hosts,
 * as in libpq, the one that takes writes is used.
 *
 * @param value the address as given, without user and password
 */
public record DatabaseUrl(String value) {

    private static final String SHAPE = "must look like postgresql://host:5432/database";
    private static final Pattern SEVERAL_HOSTS = Pattern.compile("(postgresql://)([^/?]*,[^/?]*)(/.*)");

    /** Checks the shape; the message of the failure never repeats the value, which may hold a secret. */
    public DatabaseUrl {
        perHost(value).forEach(DatabaseUrl::check);
    }

    private static void check(String value) {
        URI uri = parse(value);
        if (!"postgresql".equals(uri.getScheme()) || uri.getRawAuthority() == null) {
            throw new IllegalArgumentException(SHAPE);
        }
        if (uri.getRawAuthority().contains("@")) {
            throw new IllegalArgumentException(
                    "must not hold a user or password; set punchlist.database.username and punchlist.database.password");
        }
        if (uri.getRawPath() == null || uri.getRawPath().length() < 2) {
            throw new IllegalArgumentException("names no database; it " + SHAPE);
        }
    }

    private static URI parse(String value) {
        try {
            return new URI(value);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(SHAPE, e);
        }
    }

    /** The addresses with a host each that this one stands for; itself, where it does not look like a list of hosts. */
    public static List<String> perHost(String value) {
        Matcher url = SEVERAL_HOSTS.matcher(value);
        return url.matches()
                ? Stream.of(url.group(2).split(",", -1))
                        .map(host -> url.group(1) + host + url.group(3))
                        .toList()
                : List.of(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
