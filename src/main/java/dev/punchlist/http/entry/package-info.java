/** What every request passes before its resource: the filters in their order, the gate, the reader of bodies. */
@NullMarked
package dev.punchlist.http.entry;

import org.jspecify.annotations.NullMarked;
