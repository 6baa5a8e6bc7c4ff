/** The routes: which methods and media types each takes, and the pages that explain problems. */
@NullMarked
package dev.punchlist.http.route;

import org.jspecify.annotations.NullMarked;
