/** A table of tasks that another service made: whether it can be taken over, and how. */
@NullMarked
package dev.punchlist.lifecycle.adoption;

import org.jspecify.annotations.NullMarked;
