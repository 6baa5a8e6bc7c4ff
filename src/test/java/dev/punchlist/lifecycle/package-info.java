/** The tests of the package of the same name. */
@NullMarked
package dev.punchlist.lifecycle;

import org.jspecify.annotations.NullMarked;
