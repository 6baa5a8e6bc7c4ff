package dev.punchlist.database.failure;

import java.io.IOException;

/** A connection was lost, and what was asked on it was certainly not done: it can be asked again on another one. */
public final class UnsentException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What was not sent, and why. */
    public UnsentException(String reason) {
        super(reason);
    }

    /** What was not sent, why, and what told so. */
    public UnsentException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
