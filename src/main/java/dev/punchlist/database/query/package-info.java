/** Statements, and how their rows are read: one, some, or more than fit into memory. */
@NullMarked
package dev.punchlist.database.query;

import org.jspecify.annotations.NullMarked;
