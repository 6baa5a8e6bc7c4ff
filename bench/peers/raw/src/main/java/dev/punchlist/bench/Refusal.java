package dev.punchlist.bench;

/** A call that is answered with a status and nothing else. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    Refusal(int status) {
        super("Status " + status, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
