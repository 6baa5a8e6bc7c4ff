/** Bodies that are never in memory as a whole, in and out, at the pace of the slower side. */
@NullMarked
package dev.punchlist.http.stream;

import org.jspecify.annotations.NullMarked;
