/** What an answer carries: its headers, entity tag, preconditions, preferences, links and cursors. */
@NullMarked
package dev.punchlist.http.answer;

import org.jspecify.annotations.NullMarked;
