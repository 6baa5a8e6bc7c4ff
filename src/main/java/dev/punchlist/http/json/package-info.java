/**
 * JSON as a client sends it: bounded in depth and in values, no member twice, numbers equal by value. Jackson alone would take more.
 */
@NullMarked
package dev.punchlist.http.json;

import org.jspecify.annotations.NullMarked;
