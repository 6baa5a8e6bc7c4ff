/** From a failure to its problem, by one table, whether JAX-RS or the router below it noticed. */
@NullMarked
package dev.punchlist.http.error;

import org.jspecify.annotations.NullMarked;
