package dev.punchlist.database;

import java.io.IOException;

/** A connection was lost, and what was asked on it was certainly not done: it can be asked again on another one. */
final class UnsentException extends IOException {

    private static final long serialVersionUID = 1L;

    UnsentException(String reason) {
        super(reason);
    }

    UnsentException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
