package dev.punchlist.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Only what comes of a failed connection is passed over in silence. */
class DroppedFailuresTest {

    private static NullPointerException thrownIn(String type, String method) {
        NullPointerException failure = new NullPointerException();
        failure.setStackTrace(new StackTraceElement[] {new StackTraceElement(type, method, "Some.java", 1)});
        return failure;
    }

    @Test
    void anAnswerOverAFailedConnectionIsNoError() {
        String connection = "io.vertx.core.http.impl.Http2ConnectionBase";

        assertThat(DroppedFailures.isOfFailedConnection(thrownIn(connection, "onConnectionError")))
                .isTrue();
        assertThat(DroppedFailures.isOfFailedConnection(thrownIn(connection, "lambda$onConnectionError$3")))
                .isTrue();
    }

    @Test
    void everythingElseIs() {
        assertThat(DroppedFailures.isOfFailedConnection(new NullPointerException()))
                .isFalse();
        assertThat(DroppedFailures.isOfFailedConnection(
                        thrownIn("io.vertx.core.http.impl.Http2ConnectionBase", "onHeadersRead")))
                .isFalse();
        assertThat(DroppedFailures.isOfFailedConnection(thrownIn("dev.punchlist.task.Task", "onConnectionError")))
                .isFalse();
    }
}
