package dev.punchlist.database.failure;

import io.vertx.pgclient.PgException;
import java.util.Optional;

/** Why a server refuses a connection, where waiting cannot help. */
public enum DatabaseRefusal {
    /** The role does not exist or its password is wrong (SQLSTATE class 28). */
    ROLE_OR_PASSWORD,
    /** The database does not exist (SQLSTATE 3D000). */
    NO_SUCH_DATABASE;

    /** The refusal behind this failure, if it is one. */
    public static Optional<DatabaseRefusal> of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException refusal && refusal.getSqlState() != null) {
                return ofState(refusal.getSqlState());
            }
        }
        return Optional.empty();
    }

    private static Optional<DatabaseRefusal> ofState(String sqlState) {
        if (sqlState.startsWith("28")) {
            return Optional.of(ROLE_OR_PASSWORD);
        }
        return "3D000".equals(sqlState) ? Optional.of(NO_SUCH_DATABASE) : Optional.empty();
    }
}
