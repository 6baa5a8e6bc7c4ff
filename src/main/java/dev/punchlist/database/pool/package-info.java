/**
 * The pools of connections, and what is added to those of the client: connections are asked before they serve, lookups share
 * one, and one whose server falls silent under a statement is closed.
 *
 * <p>The client offers none of this, so it rests on what lies below, in Vert.x 4.5.27: that a pool can be a {@code PgPoolImpl}
 * around another, and a borrowed connection a {@code SqlConnectionBase}; that a connection tells the pipeline of its socket, in
 * which commands and their answers pass the handler in front of {@code handler}; and that a socket that is closed from the head
 * of its pipeline says no word to its server. Where a later version changes these, the compiler says so, or
 * {@code ProvenPoolIT}, {@code SharingPoolIT} or {@code AnswerWatchTest} fails.
 */
@NullMarked
package dev.punchlist.database.pool;

import org.jspecify.annotations.NullMarked;
