package dev.punchlist.database.failure;

import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.hibernate.JDBCException;
import org.hibernate.StaleStateException;
import org.jboss.logging.Logger;

/** What a caller can be told about work that the database did not do: it was rolled back, and for this reason. */
public final class DatabaseFailure extends RuntimeException {

    private static final Logger LOG = Logger.getLogger(DatabaseFailure.class);
    private static final long serialVersionUID = 1L;

    /** Why the work was not done. */
    public enum Kind {
        /** The database refused the work, or the work itself failed. */
        TRANSACTION_FAILED,
        /** The work breaks a constraint that is about other rows as well: they exclude it, or need what it removes. */
        CONFLICT,
        /** The work breaks a rule for a single row: it lacks a value, or has one that is not allowed. */
        RULE_BROKEN,
        /** The database cannot be reached, or the connection was lost. */
        UNAVAILABLE,
        /** No connection became free in time. */
        OVERLOADED,
        /** The work was not done before its deadline. */
        DEADLINE_PASSED,
        /** The connection was lost in the middle of the commit, or the commit was not confirmed in time. */
        OUTCOME_UNKNOWN
    }

    /** SQLSTATE classes 08 and 57P: the server went away; 53: it has no room; 28, 3D: it refuses the role or database. */
    private static final Set<String> UNAVAILABLE_CLASSES = Set.of("08", "28", "3D", "53");

    /** By its statement_timeout; nothing else cancels our statements. */
    private static final String QUERY_CANCELED = "57014";

    /** A server that takes no writes is a standby, or was made read-only to save disk space. */
    private static final String READ_ONLY = "25006";

    /** With these the server says that it leaves; the others it says of work that it did not do. */
    private static final Set<String> LOSS_CLASSES = Set.of("08", "57");

    /** The work could not be put in an order with other work, or was given up so that other work can go on. */
    private static final Set<String> CONTENDED = Set.of("40001", "40P01");

    /** What is said of a statement that was prepared for a table that has changed since. */
    public static final String OUTDATED = "cached plan must not change result type";

    /** How the client begins what it says of a statement that it had not sent when the connection was lost. */
    private static final Set<String> UNSENT =
            Set.of("Connection is not active now", "Pending requests failed to be sent");

    /** What is known of the end of the work. */
    private enum End {
        /** It was not done; the server said so, or it was never asked. */
        NOT_DONE,
        /** It was not done, and the same can be done again at once. */
        TO_BE_REPEATED,
        /** The connection was lost, and nothing of this work had reached the server. */
        UNSENT,
        /** The connection was lost, so that it is unknown what became of the work. */
        LOST
    }

    private final Kind kind;
    private final End end;

    private DatabaseFailure(Kind kind, Throwable cause) {
        this(kind, End.NOT_DONE, cause);
    }

    private DatabaseFailure(Kind kind, End end, Throwable cause) {
        super(kind + ": " + rootMessage(cause), cause);
        this.kind = kind;
        this.end = end;
    }

    /** Work that was refused before it reached the database. */
    public static DatabaseFailure overloaded(String reason) {
        return new DatabaseFailure(Kind.OVERLOADED, new IllegalStateException(reason));
    }

    /** What was not begun, or ended by the database, since its time was over. */
    public static DatabaseFailure deadlinePassed() {
        return new DatabaseFailure(Kind.DEADLINE_PASSED, new IllegalStateException("the deadline passed"));
    }

    /** What may have been done, and may not. */
    public static DatabaseFailure outcomeUnknown() {
        return new DatabaseFailure(
                Kind.OUTCOME_UNKNOWN, new IllegalStateException("the database did not confirm the commit"));
    }

    /**
     * Ends a write of fewer rows than it has to write: a trigger discarded the others.
     *
     * @throws DatabaseFailure as for a broken rule
     */
    public static void requireWritten(long due, long written) {
        if (written != due) {
            throw new DatabaseFailure(
                    Kind.RULE_BROKEN,
                    new IllegalStateException("%s rows were to be written, but %s were".formatted(due, written)));
        }
    }

    /** The failure of a unit of work. What may be a mistake of ours as well as a rule of others is logged. */
    public static DatabaseFailure ofWork(Throwable failure) {
        DatabaseFailure known = of(failure);
        if (known != failure && known.isUnusual()) {
            LOG.infof("The database refused a write: %s", known.getMessage());
        }
        return known;
    }

    private boolean isUnusual() {
        for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            if (stateOf(cause).filter(Constraints::isUnusual).isPresent()) {
                return kind == Kind.RULE_BROKEN;
            }
        }
        return false;
    }

    /** The failure of a read, which cannot break a rule: a failure that says so is a mistake of ours. */
    public static DatabaseFailure ofRead(Throwable failure) {
        DatabaseFailure known = of(failure);
        return breaksConstraint(known) ? new DatabaseFailure(Kind.TRANSACTION_FAILED, known) : known;
    }

    /** Whether the failure is that the connection was lost while the server worked, so that the work may have been done. */
    public boolean isLost() {
        return end == End.LOST;
    }

    /** Whether the connection was lost, whether the work was sent or not. */
    public boolean isOfConnection() {
        return end == End.LOST || end == End.UNSENT;
    }

    /** Whether the server asks for the work once more. */
    public boolean isToBeRepeated() {
        return end == End.TO_BE_REPEATED;
    }

    /** What the failure means for a caller. */
    public static DatabaseFailure of(Throwable failure) {
        if (failure instanceof DatabaseFailure known) {
            return known;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<Kind> kind = kindOf(cause);
            if (kind.isPresent()) {
                return new DatabaseFailure(kind.get(), endOf(kind.get(), cause), failure);
            }
        }
        return new DatabaseFailure(Kind.TRANSACTION_FAILED, failure);
    }

    private static End endOf(Kind kind, Throwable cause) {
        Optional<String> state = stateOf(cause);
        if (state.filter(CONTENDED::contains).isPresent() || isOutdated(cause)) {
            return End.TO_BE_REPEATED;
        }
        boolean loss = kind == Kind.UNAVAILABLE
                && state.map(known -> LOSS_CLASSES.contains(known.substring(0, 2)))
                        .orElse(true);
        if (!loss) {
            return End.NOT_DONE;
        }
        return isUnsent(cause) ? End.UNSENT : End.LOST;
    }

    private static boolean isUnsent(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return cause instanceof UnsentException || UNSENT.stream().anyMatch(message::startsWith);
    }

    /** A trigger may raise the same SQLSTATE; the ORM passes nothing on but the message. */
    private static boolean isOutdated(Throwable cause) {
        return stateOf(cause).isPresent() && rootMessage(cause).contains(OUTDATED);
    }

    /** The SQLSTATE, where the server refused something. */
    private static Optional<String> stateOf(Throwable cause) {
        if (cause instanceof PgException refusal) {
            return Optional.of(String.valueOf(refusal.getSqlState()));
        }
        return cause instanceof JDBCException refusal ? Optional.ofNullable(refusal.getSQLState()) : Optional.empty();
    }

    private static Optional<Kind> kindOf(Throwable cause) {
        if (isOutdated(cause)) {
            return Optional.of(Kind.TRANSACTION_FAILED);
        }
        // Its row is locked, so that only a trigger can keep it from being written.
        if (cause instanceof StaleStateException) {
            return Optional.of(Kind.RULE_BROKEN);
        }
        Optional<String> state = stateOf(cause);
        if (state.isPresent()) {
            return state.map(DatabaseFailure::kindOfState);
        }
        if (cause instanceof ConnectionPoolTooBusyException || isAcquireTimeout(cause)) {
            return Optional.of(Kind.OVERLOADED);
        }
        if (cause instanceof ClosedConnectionException || cause instanceof IOException) {
            return Optional.of(Kind.UNAVAILABLE);
        }
        if (isClosedConnection(cause)) {
            return Optional.of(Kind.UNAVAILABLE);
        }
        return Optional.empty();
    }

    private static Kind kindOfState(String state) {
        if (Constraints.CONFLICTS.contains(state)) {
            return Kind.CONFLICT;
        }
        if (Constraints.isRule(state)) {
            return Kind.RULE_BROKEN;
        }
        if (state.equals(QUERY_CANCELED)) {
            return Kind.DEADLINE_PASSED;
        }
        // It was repeated, and conflicted with other work each time.
        if (CONTENDED.contains(state)) {
            return Kind.OVERLOADED;
        }
        boolean unavailable = state.startsWith("57P")
                || state.equals(READ_ONLY)
                || (state.length() == 5 && UNAVAILABLE_CLASSES.contains(state.substring(0, 2)));
        return unavailable ? Kind.UNAVAILABLE : Kind.TRANSACTION_FAILED;
    }

    /** The client has no exception types of its own for these: they are known by their words alone. */
    private static boolean isClosedConnection(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return (cause instanceof VertxException && message.equals("Connection was closed"))
                || message.equals("Pool closed")
                || isUnsent(cause);
    }

    private static boolean isAcquireTimeout(Throwable cause) {
        return "Timeout".equals(cause.getMessage()) || "Timeout waiting for connection".equals(cause.getMessage());
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    /** Whether the failure says that the work breaks a constraint. */
    public static boolean breaksConstraint(Throwable failure) {
        Kind kind = of(failure).kind;
        return kind == Kind.CONFLICT || kind == Kind.RULE_BROKEN;
    }

    /** The constraint or the column that the work broke, where the server named one. */
    public Optional<String> constraint() {
        return Constraints.nameIn(this);
    }

    /** Why the work was not done. */
    public Kind kind() {
        return kind;
    }
}
