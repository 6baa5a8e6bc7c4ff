package dev.punchlist.database;

import java.time.Duration;

/**
 * How long a request may take for all that it does in the database, the wait for a connection included.
 *
 * @param limit from the moment when the work is asked for
 * @param usual whether it is the one that every connection has for its statements anyway
 */
public record Deadline(Duration limit, boolean usual) {}
