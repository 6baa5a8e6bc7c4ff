package dev.punchlist.http;

import dev.punchlist.database.DeliberateFailure;

/** The client closed the connection before the request was over: there is nobody to answer, and nothing to act upon. */
final class ClientGoneException extends RuntimeException implements DeliberateFailure {

    private static final long serialVersionUID = 1L;

    ClientGoneException(Throwable cause) {
        super("the client went away: " + cause.getMessage(), cause, false, false);
    }
}
