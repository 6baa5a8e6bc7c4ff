/** The tests of the package of the same name. */
@NullMarked
package dev.punchlist.idempotency;

import org.jspecify.annotations.NullMarked;
