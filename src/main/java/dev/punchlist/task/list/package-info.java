/** Lists of tasks: filters, orders, cursors and pages, and the SQL that reads them. */
@NullMarked
package dev.punchlist.task.list;

import org.jspecify.annotations.NullMarked;
