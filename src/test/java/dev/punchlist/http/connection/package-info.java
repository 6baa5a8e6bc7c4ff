/** Tests of the connections of clients. */
@NullMarked
package dev.punchlist.http.connection;

import org.jspecify.annotations.NullMarked;
