/** Tests of what carries requests to the database, below HTTP. */
@NullMarked
package dev.punchlist.database;

import org.jspecify.annotations.NullMarked;
