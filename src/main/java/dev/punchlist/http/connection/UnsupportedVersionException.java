package dev.punchlist.http.connection;

/** A request in a version of HTTP that is not spoken here. */
public final class UnsupportedVersionException extends Exception {

    private static final long serialVersionUID = 1;

    UnsupportedVersionException(String message) {
        super(message, null, false, false);
    }
}
