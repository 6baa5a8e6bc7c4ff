/** The routes of one task. */
@NullMarked
package dev.punchlist.task.resource;

import org.jspecify.annotations.NullMarked;
