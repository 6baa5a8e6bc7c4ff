/** Who is calling, and the one place that narrows a query to the caller's rows. */
@NullMarked
package dev.punchlist.tenant;

import org.jspecify.annotations.NullMarked;
