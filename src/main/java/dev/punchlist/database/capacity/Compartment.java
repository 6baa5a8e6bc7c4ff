package dev.punchlist.database.capacity;

import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/** The part of the connections that one kind of work may have. */
public interface Compartment {

    /** All of them, for work that is quick and does not wait. */
    Compartment WHOLE = new Compartment() {
        @Override
        public <T> Uni<T> run(Deadline deadline, Supplier<Uni<T>> work) {
            return work.get();
        }
    };

    /** Does the work when there is a place for it, before its deadline; fails where too many wait for one already. */
    <T> Uni<T> run(Deadline deadline, Supplier<Uni<T>> work);
}
