/** The tests of the whole. */
@NullMarked
package dev.punchlist;

import org.jspecify.annotations.NullMarked;
