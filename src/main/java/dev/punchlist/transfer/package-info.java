/** Tasks by the million: export and import as streams. */
@NullMarked
package dev.punchlist.transfer;

import org.jspecify.annotations.NullMarked;
