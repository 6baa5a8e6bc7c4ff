/** The tests of the package of the same name. */
@NullMarked
package dev.punchlist.transfer;

import org.jspecify.annotations.NullMarked;
