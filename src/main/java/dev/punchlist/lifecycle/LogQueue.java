package dev.punchlist.lifecycle;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.handlers.AsyncHandler;

/**
 * The lines of the log that wait to be printed by a thread of their own, so that logging never waits for the reader of the
 * log. Where nobody reads, the queue fills, and further lines are dropped and counted; a line tells how many as soon as all
 * others are printed. Of the same kind of failure a stack trace is printed once a second: a trace is a hundred times its
 * line.
 */
final class LogQueue extends AsyncHandler {

    private static final int MOST_WAITING = 512;
    private static final long TRACE_MILLIS = 1_000;
    private static final long LAST_LINES_SECONDS = 2;

    private final AtomicLong dropped;

    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong untold = new AtomicLong();
    private final Map<Class<?>, Long> traced = new ConcurrentHashMap<>();
    private final CountDownLatch printed = new CountDownLatch(1);
    private volatile boolean closing;

    /**
     * A queue before a handler.
     *
     * @param printer where lines are printed
     * @param dropped counts those that are not
     */
    LogQueue(Handler printer, AtomicLong dropped) {
        super(MOST_WAITING);
        this.dropped = dropped;
        addHandler(printer);
    }

    @Override
    protected void doPublish(ExtLogRecord line) {
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            dropped.incrementAndGet();
            untold.incrementAndGet();
            return;
        }
        super.doPublish(isTraceDue(line) ? line : withoutTrace(line));
    }

    private boolean isTraceDue(ExtLogRecord line) {
        if (line.getThrown() == null) {
            return true;
        }
        long now = line.getMillis();
        return traced.merge(line.getThrown().getClass(), now, (last, next) -> next - last < TRACE_MILLIS ? last : next)
                == now;
    }

    private static ExtLogRecord withoutTrace(ExtLogRecord line) {
        ExtLogRecord bare = new ExtLogRecord(line);
        bare.setThrown(null);
        return bare;
    }

    @Override
    protected void publishToNestedHandlers(ExtLogRecord line) {
        super.publishToNestedHandlers(line);
        if (waiting.decrementAndGet() > 0) {
            return;
        }
        if (untold.get() > 0) {
            super.publishToNestedHandlers(tell(untold.getAndSet(0)));
        }
        if (closing) {
            printed.countDown();
        }
    }

    /**
     * The process ends: waits until the last line is printed, but not for ever. The printer stays open, for where nobody
     * reads it could not be closed.
     */
    @Override
    public void close() {
        closing = true;
        setCloseChildren(false);
        super.close();
        try {
            if (waiting.get() > 0 && !printed.await(LAST_LINES_SECONDS, TimeUnit.SECONDS)) {
                // The framework flushes it at the very end, and would wait for the reader.
                System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ExtLogRecord tell(long lines) {
        ExtLogRecord line = new ExtLogRecord(
                Level.WARN,
                lines + " lines of the log were dropped, because nobody read what is printed",
                LogQueue.class.getName());
        line.setLoggerName(LogQueue.class.getName());
        return line;
    }
}
