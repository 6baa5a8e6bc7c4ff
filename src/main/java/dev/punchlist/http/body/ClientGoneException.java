package dev.punchlist.http.body;

import dev.punchlist.database.failure.DeliberateFailure;

/** The client closed the connection before the request was over: there is nobody to answer, and nothing to act upon. */
public final class ClientGoneException extends RuntimeException implements DeliberateFailure {

    private static final long serialVersionUID = 1L;

    /** What told that the client is gone is the cause. */
    public ClientGoneException(Throwable cause) {
        super("the client went away: " + cause.getMessage(), cause, false, false);
    }
}
