package dev.punchlist.lifecycle;

import io.quarkus.runtime.PreventFurtherStepsException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import org.jboss.logging.Logger;

/**
 * Lets SIGTERM end a start that waits, for the database, a lock or an index. Without it the framework would let the start
 * run to its end, or into its timeout, before it stops.
 */
@Singleton
class StopDuringStart {

    private static final Logger LOG = Logger.getLogger(StopDuringStart.class);

    /** Flyway logs a cancelled migration as an error. */
    private static final java.util.logging.Logger FLYWAY = java.util.logging.Logger.getLogger("org.flywaydb");

    /** How long a server may take to hear that a statement is given up. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Given to the exit, which after SIGTERM keeps the code of the signal. */
    private static final int NO_FAILURE = 0;

    private final StartConnections connections;
    private final CountDownLatch givenUp = new CountDownLatch(1);

    private boolean over;
    private boolean stopped;

    StopDuringStart(StartConnections connections) {
        this.connections = connections;
    }

    /** Runs the start; one that is told to stop ends without a failure. */
    void guard(Runnable start) {
        Thread starting = Thread.currentThread();
        Thread hook = new Thread(() -> breakOff(starting), "stop during the start");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            throw leave();
        }
        try {
            start.run();
        } catch (RuntimeException e) {
            // Interrupted, any step fails in its own way.
            if (!end()) {
                remove(hook);
                throw e;
            }
            LOG.debug("What the stop broke off", e);
            awaitGivenUp();
            throw leave();
        }
        if (end()) {
            awaitGivenUp();
            throw leave();
        }
        remove(hook);
    }

    private void breakOff(Thread starting) {
        synchronized (this) {
            if (over) {
                return;
            }
            stopped = true;
            LOG.info("Stopping during the start: what it waits for is given up");
            FLYWAY.setLevel(Level.OFF);
            starting.interrupt();
        }
        connections.abort();
        connections
                .cancel()
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .invoke(failure -> LOG.debug("The server was not reached to give up its statements", failure))
                .onFailure()
                .recoverWithNull()
                .await()
                .indefinitely();
        givenUp.countDown();
    }

    /** Whether the start was told to stop; from now on it cannot be any more. */
    private synchronized boolean end() {
        over = true;
        if (stopped) {
            // The framework has to close what it opened, undisturbed.
            Thread.interrupted();
        }
        return stopped;
    }

    private void awaitGivenUp() {
        try {
            givenUp.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private PreventFurtherStepsException leave() {
        connections.cut();
        LOG.info("Stopped before the start was over; the port was never open");
        return new PreventFurtherStepsException(NO_FAILURE);
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("The stop began at the end of the start, and takes its usual way");
        }
    }
}
