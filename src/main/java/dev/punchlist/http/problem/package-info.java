/** Errors as RFC 9457 has them: their types, their violations, and the id of the request that they name. */
@NullMarked
package dev.punchlist.http.problem;

import org.jspecify.annotations.NullMarked;
