package dev.punchlist.database;

import dev.punchlist.database.capacity.Deadline;
import dev.punchlist.database.failure.DatabaseFailure;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The attempt to do the work of a request before its deadline, if need be more than once. Either the deadline passes first,
 * and nothing is committed, or the commit begins first, and the deadline has come too late: what the client is told is what
 * happened.
 */
final class DeadlineRace {

    private enum State {
        WAITING,
        AT_WORK,
        COMMITTING,
        EXPIRED
    }

    private final Deadline deadline;

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    DeadlineRace(Deadline deadline) {
        this.deadline = deadline;
    }

    /** Begins the work on a connection, unless the deadline has passed while it was waited for. */
    void begin() {
        if (!state.compareAndSet(State.WAITING, State.AT_WORK)) {
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
        return state.updateAndGet(now -> now == State.COMMITTING ? now : State.EXPIRED) == State.EXPIRED;
    }

    /**
     * Goes back to the wait for a connection, if nothing of the work stands and it can be done again: the server asks for
     * that, or the connection was lost before the commit was sent. Without a connection there is no second attempt.
     */
    boolean beginAnew(Throwable failure) {
        if (!(failure instanceof DatabaseFailure database) || deadline.hasPassed()) {
            return false;
        }
        boolean undoneBeforeCommit = database.isToBeRepeated() || database.isOfConnection();
        boolean undoneInCommit = undoneBeforeCommit && !database.isLost();
        return (undoneInCommit && state.compareAndSet(State.COMMITTING, State.WAITING))
                || (undoneBeforeCommit && state.compareAndSet(State.AT_WORK, State.WAITING));
    }

    /** Whether a failure now can no longer tell if the work was done. */
    boolean isCommitting() {
        return state.get() == State.COMMITTING;
    }
}
