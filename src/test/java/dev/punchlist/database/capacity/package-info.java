/** Tests of what carries requests to the database, below HTTP. */
@NullMarked
package dev.punchlist.database.capacity;

import org.jspecify.annotations.NullMarked;
