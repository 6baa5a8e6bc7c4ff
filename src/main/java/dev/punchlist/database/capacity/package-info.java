/** Who may have a connection, and until when: the shares of the pool, the queue in front of it, and deadlines. */
@NullMarked
package dev.punchlist.database.capacity;

import org.jspecify.annotations.NullMarked;
