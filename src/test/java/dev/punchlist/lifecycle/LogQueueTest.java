package dev.punchlist.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.Await;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

class LogQueueTest {

    private final Printer printer = new Printer();
    private final AtomicLong dropped = new AtomicLong();
    private final LogQueue queue = new LogQueue(printer, dropped);

    private static ExtLogRecord line(String text, long millis) {
        ExtLogRecord line = new ExtLogRecord(Level.ERROR, text, LogQueueTest.class.getName());
        line.setInstant(Instant.ofEpochMilli(millis));
        return line;
    }

    private static ExtLogRecord failure(Throwable thrown, long millis) {
        ExtLogRecord line = line("failed", millis);
        line.setThrown(thrown);
        return line;
    }

    @Test
    void linesAreDroppedOnlyWhereNobodyReadsAndAreCounted() {
        for (int number = 0; number < 1_000; number++) {
            queue.publish(line("line " + number, number));
        }

        printer.mayGoOn.countDown();

        Await.until("the loss is told", () -> printer.printed.stream()
                .anyMatch(line -> line.getMessage().contains("lines of the log were dropped")));
        assertThat(dropped.get()).isBetween(487L, 488L);
        assertThat(printer.printed.get(511).getMessage()).isEqualTo("line 511");
    }

    @Test
    void aTraceOfAKindIsPrintedOnceASecond() {
        printer.mayGoOn.countDown();
        RuntimeException first = new IllegalStateException("first");
        RuntimeException other = new IllegalArgumentException("other");

        Stream.of(failure(first, 10_000), failure(first, 10_900), failure(other, 10_900), failure(first, 11_000))
                .forEach(queue::publish);

        Await.until("all are printed", () -> printer.printed.size() == 4);
        assertThat(printer.printed).map(line -> line.getThrown() != null).containsExactly(true, false, true, true);
    }

    private static final class Printer extends ExtHandler {

        private final CountDownLatch mayGoOn = new CountDownLatch(1);
        private final List<ExtLogRecord> printed = new CopyOnWriteArrayList<>();

        @Override
        protected void doPublish(ExtLogRecord line) {
            try {
                mayGoOn.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            printed.add(line);
        }
    }
}
