/** Many operations in one request: planned as a whole, done by a handful of statements. */
@NullMarked
package dev.punchlist.task.batch;

import org.jspecify.annotations.NullMarked;
