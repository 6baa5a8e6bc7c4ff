/** What the service does when things break. */
@NullMarked
package dev.punchlist.faults;

import org.jspecify.annotations.NullMarked;
