package dev.punchlist.database;

import io.vertx.pgclient.PgException;
import org.hibernate.exception.ConstraintViolationException;

/** Tells which constraint a statement broke. */
public final class Constraints {

    private static final String UNIQUE_VIOLATION = "23505";

    private static final String DEADLOCK_DETECTED = "40P01";

    private Constraints() {}

    /** Whether the failure says that this work was given up so that other work can go on. */
    static boolean isDeadlock(Throwable failure) {
        return failure instanceof PgException refusal && DEADLOCK_DETECTED.equals(refusal.getSqlState());
    }

    /** Whether the failure says that this unique index has the value already. */
    public static boolean isDuplicate(Throwable failure, String index) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConstraintViolationException violation) {
                return UNIQUE_VIOLATION.equals(violation.getSQLState()) && index.equals(violation.getConstraintName());
            }
        }
        return false;
    }
}
