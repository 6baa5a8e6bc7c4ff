/** The tests of the package of the same name. */
@NullMarked
package dev.punchlist.task.list;

import org.jspecify.annotations.NullMarked;
