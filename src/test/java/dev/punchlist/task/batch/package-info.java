/** The tests of the package of the same name. */
@NullMarked
package dev.punchlist.task.batch;

import org.jspecify.annotations.NullMarked;
