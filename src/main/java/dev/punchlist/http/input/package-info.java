/**
 * What a resource reads of a request: members, parameters, bodies by their media type. Every violation is noted, not only
 * the first.
 *
 * <p>JAX-RS and Bean Validation would read these too, but ignore what they do not know, stop at the first error, and take
 * a number's text for the number.
 */
@NullMarked
package dev.punchlist.http.input;

import org.jspecify.annotations.NullMarked;
