/** The tests of the package of the same name. */
@NullMarked
package dev.punchlist.task.resource;

import org.jspecify.annotations.NullMarked;
