package dev.punchlist.support;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Does things at the same time. */
public final class Parallel {

    private static final int TIMEOUT_SECONDS = 60;

    private Parallel() {}

    /** Calls the action that many times at once, each in a thread of its own, and answers what they answered. */
    public static <T> List<T> times(int count, IntFunction<T> action) {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        CountDownLatch together = new CountDownLatch(count);
        try {
            List<Future<T>> results = IntStream.range(0, count)
                    .mapToObj(index -> threads.submit(() -> {
                        together.countDown();
                        together.await();
                        return action.apply(index);
                    }))
                    .toList();
            return results.stream().map(Parallel::get).toList();
        } finally {
            threads.shutdownNow();
        }
    }

    /** The result, within a minute. */
    public static <T> T get(Future<T> future) {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
