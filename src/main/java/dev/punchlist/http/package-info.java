/** What HTTP asks of every resource: problems, entity tags, strict parameters and bodies, request ids. */
@NullMarked
package dev.punchlist.http;

import org.jspecify.annotations.NullMarked;
