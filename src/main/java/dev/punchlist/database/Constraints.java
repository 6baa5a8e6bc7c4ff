package dev.punchlist.database;

import io.vertx.pgclient.PgException;
import java.util.Optional;
import java.util.Set;
import org.hibernate.exception.ConstraintViolationException;

/** Tells which constraint a statement broke. */
public final class Constraints {

    private static final String UNIQUE_VIOLATION = "23505";

    /** A foreign key, a unique index and an exclusion; from PostgreSQL 18 on RESTRICT has a state of its own. */
    static final Set<String> CONFLICTS = Set.of("23001", "23503", UNIQUE_VIOLATION, "23P01");

    /** A check, a missing value, one that is too long for its column, and what a trigger raises. */
    static final Set<String> BROKEN_RULES = Set.of("23502", "23514", "22001", "P0001");

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

    /** The constraint or the column that the server names as broken, if it names one. */
    static Optional<String> nameIn(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException refusal) {
                return Optional.ofNullable(refusal.getConstraint()).or(() -> Optional.ofNullable(refusal.getColumn()));
            }
            if (cause instanceof ConstraintViolationException violation) {
                return Optional.ofNullable(violation.getConstraintName());
            }
        }
        return Optional.empty();
    }
}
