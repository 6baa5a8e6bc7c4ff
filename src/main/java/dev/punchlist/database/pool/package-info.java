/**
 * The pools of connections, and what is added to those of the client: connections are asked before they serve, lookups share one,
 * and a statement whose server is silent ends.
 *
 * <p>The client offers none of this, so it rests on what lies below, in Vert.x 4.5.27: that a pool can be wrapped by a subclass of
 * {@code PoolBase} or {@code SqlConnectionBase}, that a connection tells its socket, and that a socket can be closed without a
 * word to its server. Where a later version changes these, the compiler says so, or {@code ProvenPoolIT} and
 * {@code SharingPoolIT} fail.
 */
@NullMarked
package dev.punchlist.database.pool;

import org.jspecify.annotations.NullMarked;
