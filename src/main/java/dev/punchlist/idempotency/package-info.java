/** Exactly-once writes: the stored first answer, and the wrapper that replays it. */
@NullMarked
package dev.punchlist.idempotency;

import org.jspecify.annotations.NullMarked;
