/** Start-up, shutdown, health and schema migration. Nothing else in the service uses this package. */
@NullMarked
package dev.punchlist.lifecycle;

import org.jspecify.annotations.NullMarked;
