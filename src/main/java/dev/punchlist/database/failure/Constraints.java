package dev.punchlist.database.failure;

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
    private static final Set<String> USUAL_RULES = Set.of("23502", "23514", "22001", "P0001");

    /**
     * What is wrong with a value, with what a trigger or a function does, or with nothing that the standard knows. Values
     * that we accept should not lead to it in a statement of ours, so that it is about a column or a trigger of others.
     */
    private static final Set<String> RULE_CLASSES = Set.of("22", "23", "27", "38", "39", "44", "45", "P0");

    /** Classes that begin with a letter may be used by anybody, except for these of the server. */
    private static final Set<String> SERVER_CLASSES = Set.of("F0", "HV", "XX");

    /** What a trigger says of itself: the outdated statements, which the server says it of, are known by more. */
    private static final String FEATURE_NOT_SUPPORTED = "0A000";

    private Constraints() {}

    /** Whether a write with this SQLSTATE broke a rule for a single row. */
    static boolean isRule(String state) {
        if (CONFLICTS.contains(state) || state.length() != 5) {
            return false;
        }
        String category = state.substring(0, 2);
        return RULE_CLASSES.contains(category)
                || state.equals(FEATURE_NOT_SUPPORTED)
                || (Character.isUpperCase(state.charAt(0)) && !SERVER_CLASSES.contains(category));
    }

    /** Whether it may be a mistake of ours as well. */
    static boolean isUnusual(String state) {
        return isRule(state) && !USUAL_RULES.contains(state);
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
