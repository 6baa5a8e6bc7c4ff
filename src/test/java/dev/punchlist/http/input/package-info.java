/** The tests of the package of the same name. */
@NullMarked
package dev.punchlist.http.input;

import org.jspecify.annotations.NullMarked;
