package dev.punchlist.database.query;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Lets a transaction go on after a part of it failed. The client notes that the transaction failed all the same: in the end
 * it can only be rolled back.
 */
public final class SavePoint {

    private SavePoint() {}

    /** Lets a constraint that is checked at the commit be checked by each statement of this transaction. */
    public static Uni<Void> checkingAtOnce() {
        return run("set constraints all immediate");
    }

    /** Does the work; where it fails, the database is as it was before it, and the session empty. */
    public static <T> Uni<T> around(Supplier<Uni<T>> work) {
        return run("savepoint part")
                .chain(() -> work.get())
                .call(() -> run("release savepoint part"))
                .onFailure()
                .call(() -> Panache.getSession()
                        .invoke(Mutiny.Session::clear)
                        .chain(() -> run("rollback to savepoint part"))
                        .chain(() -> run("release savepoint part")));
    }

    private static Uni<Void> run(String sql) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(sql).executeUpdate())
                .replaceWithVoid();
    }
}
