/** The tests of the package of the same name. */
@NullMarked
package dev.punchlist.http.body;

import org.jspecify.annotations.NullMarked;
