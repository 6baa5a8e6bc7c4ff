/** Transactions: units of work with a deadline, and their repetition where the database asks for it. */
@NullMarked
package dev.punchlist.database;

import org.jspecify.annotations.NullMarked;
