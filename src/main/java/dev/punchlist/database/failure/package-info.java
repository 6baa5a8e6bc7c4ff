/**
 * What can go wrong with a database, as the rest of the house is told: by SQLSTATE and by what is known of the outcome, never by the text of a message.
 */
@NullMarked
package dev.punchlist.database.failure;

import org.jspecify.annotations.NullMarked;
