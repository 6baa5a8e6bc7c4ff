package dev.punchlist;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * The address of a database: {@code postgresql://host[:port]/database[?parameters]}.
 *
 * @param value the address as given, without user and password
 */
public record DatabaseUrl(String value) {

    private static final String SHAPE = "must look like postgresql://host:5432/database";

    /** Checks the shape; the message of the failure never repeats the value, which may hold a secret. */
    public DatabaseUrl {
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

    @Override
    public String toString() {
        return value;
    }
}
