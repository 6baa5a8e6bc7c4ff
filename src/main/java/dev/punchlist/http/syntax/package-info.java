/**
 * The grammars of HTTP, read by hand: texts, times, numbers, lists with weights, escapes. No regular expression reads what a
 * client can make long.
 */
@NullMarked
package dev.punchlist.http.syntax;

import org.jspecify.annotations.NullMarked;
