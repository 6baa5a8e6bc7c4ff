package dev.punchlist.database;

import org.hibernate.exception.ConstraintViolationException;

/** Tells which constraint a statement broke. */
public final class Constraints {

    private static final String UNIQUE_VIOLATION = "23505";

    private Constraints() {}

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
