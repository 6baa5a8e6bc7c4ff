/** Punchlist: a task service that other programs can safely retry, sync and mirror. Holds the settings; each concern has its own package. */
@NullMarked
package dev.punchlist;

import org.jspecify.annotations.NullMarked;
