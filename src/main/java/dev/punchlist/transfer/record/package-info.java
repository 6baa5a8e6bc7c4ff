/** Records out of bytes: the lines of a text, the cells of CSV, the marks that a text begins with. */
@NullMarked
package dev.punchlist.transfer.record;

import org.jspecify.annotations.NullMarked;
