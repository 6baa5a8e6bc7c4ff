/** Sets of tasks that are written by external id. */
@NullMarked
package dev.punchlist.task.upsert;

import org.jspecify.annotations.NullMarked;
