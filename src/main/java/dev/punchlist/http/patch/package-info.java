/** Patches of JSON documents: RFC 6902 and RFC 7396, bounded in operations and in what a document may grow to. */
@NullMarked
package dev.punchlist.http.patch;

import org.jspecify.annotations.NullMarked;
