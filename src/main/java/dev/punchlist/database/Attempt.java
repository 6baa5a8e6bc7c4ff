package dev.punchlist.database;

import java.util.concurrent.atomic.AtomicReference;

/**
 * One try to do the work of a request before its deadline. Either the deadline passes first, and nothing is committed, or
 * the commit begins first, and the deadline has come too late: what the client is told is what happened.
 */
final class Attempt {

    private enum State {
        AT_WORK,
        COMMITTING,
        EXPIRED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.AT_WORK);

    /** Ends work that nobody waits for any more, before it does more of it. */
    void requireTime() {
        if (state.get() == State.EXPIRED) {
            throw DatabaseFailure.deadlinePassed();
        }
    }

    /** Begins the commit, unless the deadline has passed. */
    void beginCommit() {
        if (!state.compareAndSet(State.AT_WORK, State.COMMITTING)) {
            throw DatabaseFailure.deadlinePassed();
        }
    }

    /** Lets the deadline pass; whether it came before the commit. */
    boolean expire() {
        return state.compareAndSet(State.AT_WORK, State.EXPIRED);
    }

    /** Whether a failure now can no longer tell if the work was done. */
    boolean isCommitting() {
        return state.get() == State.COMMITTING;
    }
}
