/** Transactions, pools and the translation of database failures. */
@NullMarked
package dev.punchlist.database;

import org.jspecify.annotations.NullMarked;
