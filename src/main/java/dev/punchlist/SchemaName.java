package dev.punchlist;

import java.util.regex.Pattern;

/**
 * The name of a database schema, safe to stand in a search path without quotes.
 *
 * @param value a lower-case SQL identifier of up to 63 characters
 */
public record SchemaName(String value) {

    private static final Pattern IDENTIFIER = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    /** Checks that the name is a plain identifier. */
    public SchemaName {
        if (!IDENTIFIER.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "must be a lower-case identifier of letters, digits and underscores, at most 63 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
