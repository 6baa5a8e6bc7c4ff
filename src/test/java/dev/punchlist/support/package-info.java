/** The shared fixtures of the tests. */
@NullMarked
package dev.punchlist.support;

import org.jspecify.annotations.NullMarked;
