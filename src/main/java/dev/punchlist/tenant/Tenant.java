package dev.punchlist.tenant;

/**
 * Whose tasks a request works on.
 *
 * @param id the value of the column {@code tenant}
 */
public record Tenant(String id) {

    /** The only tenant of a service that is open to everybody. */
    public static final Tenant DEFAULT = new Tenant("default");
}
