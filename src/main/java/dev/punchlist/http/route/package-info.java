/** What the contract says of each route, read from {@code openapi.yaml}, and the pages that explain problems. */
@NullMarked
package dev.punchlist.http.route;

import org.jspecify.annotations.NullMarked;
