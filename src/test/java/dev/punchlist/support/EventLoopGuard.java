package dev.punchlist.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.callback.QuarkusTestAfterEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import java.util.List;

/** Fails every test of the running service during which an event loop was blocked; found by its entry in META-INF. */
public final class EventLoopGuard implements QuarkusTestBeforeEachCallback, QuarkusTestAfterEachCallback {

    private static final EventLoopWatch WATCH = new EventLoopWatch().start();

    @Override
    public void beforeEach(QuarkusTestMethodContext context) {
        // What happened between two tests is the fault of neither.
        blocks();
    }

    @Override
    public void afterEach(QuarkusTestMethodContext context) {
        requireNone(blocks());
    }

    /** The blocks of the test so far, which are thereby forgiven. */
    static List<String> blocks() {
        return WATCH.take();
    }

    static void requireNone(List<String> blocks) {
        assertThat(blocks).as("an event loop must never wait").isEmpty();
    }
}
