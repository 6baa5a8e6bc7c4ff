/** The tests of the package of the same name. */
@NullMarked
package dev.punchlist.http.problem;

import org.jspecify.annotations.NullMarked;
