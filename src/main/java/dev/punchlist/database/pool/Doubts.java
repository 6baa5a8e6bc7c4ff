package dev.punchlist.database.pool;

/**
 * What one connection of a pool tells about the others. A network that has forgotten one of them has forgotten those that
 * rested as long; a schema that has changed under one has changed under all that were opened before.
 */
final class Doubts {

    private volatile long silentSince = System.nanoTime();
    private volatile long outdatedSince = silentSince;

    /** At this moment a connection was asked, and nothing came. */
    void silentSince(long nanos) {
        silentSince = nanos;
    }

    /** At this moment the server refused a statement that it had prepared for an older schema. */
    void outdatedSince(long nanos) {
        outdatedSince = nanos;
    }

    /**
     * Whether a connection is better replaced than lent.
     *
     * @param opened when it was opened
     * @param heard when the server was last heard on it
     */
    boolean about(long opened, long heard) {
        return opened - outdatedSince < 0 || heard - silentSince < 0;
    }
}
