package dev.punchlist.support;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what a test can only see by looking again. */
public final class Await {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Await() {}

    /** Waits until the condition holds, a minute at most. */
    public static void until(String what, BooleanSupplier condition) {
        until(() -> what, condition);
    }

    /** The same, with a description that is made when it is needed. */
    public static void until(Supplier<String> what, BooleanSupplier condition) {
        value(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** Waits until there is a value, a minute at most. */
    public static <T> T value(Supplier<String> what, Supplier<Optional<T>> source) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        Optional<T> value = source.get();
        while (value.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Waited " + LONGEST.toSeconds() + " s until " + what.get());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            value = source.get();
        }
        return value.get();
    }
}
