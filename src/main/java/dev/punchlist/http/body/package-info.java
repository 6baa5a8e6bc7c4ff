/**
 * The body of a request: whether there is one, the room for its bytes, and what is left of it when the answer is known.
 */
@NullMarked
package dev.punchlist.http.body;

import org.jspecify.annotations.NullMarked;
