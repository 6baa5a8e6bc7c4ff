/** The task aggregate: its state and rules, its queries, and the records that cross its HTTP boundary. */
@NullMarked
package dev.punchlist.task;

import org.jspecify.annotations.NullMarked;
