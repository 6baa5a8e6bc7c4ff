package dev.punchlist.database;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Objects;

/**
 * Turns of an event loop. What takes milliseconds, such as making something of a thousand rows, is done in several, and
 * other requests have theirs in between.
 */
public final class Turns {

    private Turns() {}

    /** The same work, what follows it begins in a turn of its own, in the same context. */
    public static <T> Uni<T> anew(Uni<T> work) {
        return work.emitOn(Turns::later);
    }

    private static void later(Runnable follow) {
        Context context = Objects.requireNonNull(Vertx.currentContext(), "work of a request has a context");
        context.runOnContext(turn -> follow.run());
    }
}
