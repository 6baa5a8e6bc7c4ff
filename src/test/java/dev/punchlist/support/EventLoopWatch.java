package dev.punchlist.support;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the event-loop threads of this process again and again, and tells which were blocked: asleep, waiting for
 * something, or in a system call that waits, all of it outside of their selector, and for too long in one go.
 *
 * <p>A thread that computes is not blocked, for on a machine with more to do than processors nobody can tell a long
 * computation from one that has to wait for its turn. What the watch itself missed while it had to wait does not count,
 * nor does a wait for a class to be loaded or initialized, which happens once.
 */
final class EventLoopWatch {

    /** A thread may stand still for so long. */
    static final Duration LIMIT = Duration.ofMillis(50);

    private static final long STEP_NANOS = 10_000_000;
    private static final int STEPS_UNTIL_NEW_THREADS = 20;
    private static final int DEPTH = 60;
    private static final String EVENT_LOOP = "vert.x-eventloop-thread";

    /**
     * The native methods that wait for a network by their nature. Reads and writes are none of them: Netty's do not wait,
     * and one that has to wait for its processor would look like one that does.
     */
    private static final Set<String> SYSTEM_CALLS = Set.of(
            "sun.nio.ch.Net.poll",
            "java.net.Inet4AddressImpl.lookupAllHostAddr",
            "java.net.Inet6AddressImpl.lookupAllHostAddr");

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Queue<String> blocks = new ConcurrentLinkedQueue<>();
    private final Map<Long, Standstill> standstills = new HashMap<>();

    /** A thread at one place, for so long by now. */
    private record Standstill(int place, long nanos) {}

    /** Begins to watch, until the end of the process. */
    EventLoopWatch start() {
        Thread watcher = new Thread(this::watch, "watch over the event loops");
        watcher.setDaemon(true);
        watcher.start();
        return this;
    }

    /** The blocks since the last call, each with the stack of its thread. */
    List<String> take() {
        List<String> taken = List.copyOf(blocks);
        blocks.removeAll(taken);
        return taken;
    }

    private void watch() {
        long[] eventLoops = eventLoops();
        long last = System.nanoTime();
        for (int step = 1; ; step++) {
            LockSupport.parkNanos(STEP_NANOS);
            long now = System.nanoTime();
            look(eventLoops, Math.min(now - last, 2 * STEP_NANOS));
            last = now;
            if (step % STEPS_UNTIL_NEW_THREADS == 0) {
                eventLoops = eventLoops();
            }
        }
    }

    private long[] eventLoops() {
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith(EVENT_LOOP))
                .mapToLong(ThreadInfo::getThreadId)
                .toArray();
    }

    private void look(long[] eventLoops, long passed) {
        for (ThreadInfo thread : threads.getThreadInfo(eventLoops, DEPTH)) {
            if (thread != null) {
                Standstill before = standstills.remove(thread.getThreadId());
                if (isBlocked(thread)) {
                    note(thread, before, passed);
                }
            }
        }
    }

    private void note(ThreadInfo thread, @Nullable Standstill before, long passed) {
        int place = Objects.hash(
                thread.getBlockedCount(), thread.getWaitedCount(), Arrays.hashCode(thread.getStackTrace()));
        long nanos = before != null && before.place() == place ? before.nanos() + passed : 0;
        standstills.put(thread.getThreadId(), new Standstill(place, nanos));
        if (nanos > LIMIT.toNanos() && nanos - passed <= LIMIT.toNanos()) {
            blocks.add(describe(thread));
        }
    }

    private static boolean isBlocked(ThreadInfo thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        if (stack.length == 0 || loadsAClass(stack)) {
            return false;
        }
        return switch (thread.getThreadState()) {
            case BLOCKED -> !waitsForAClass(thread);
            case WAITING, TIMED_WAITING -> true;
            case RUNNABLE -> SYSTEM_CALLS.contains(stack[0].getClassName() + "." + stack[0].getMethodName());
            case NEW, TERMINATED -> false;
        };
    }

    private static boolean loadsAClass(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .anyMatch(frame -> frame.getMethodName().equals("loadClass")
                        && frame.getClassName().endsWith("ClassLoader"));
    }

    /** While one thread links or initializes a class, others that need it wait for a lock that is an array of the JVM's own. */
    private static boolean waitsForAClass(ThreadInfo thread) {
        LockInfo lock = thread.getLockInfo();
        return lock == null || lock.getClassName().equals("[I");
    }

    private static String describe(ThreadInfo thread) {
        return "%s was blocked (%s) for more than %d ms at%n%s"
                .formatted(
                        thread.getThreadName(),
                        thread.getThreadState(),
                        LIMIT.toMillis(),
                        Arrays.stream(thread.getStackTrace())
                                .map(frame -> "    " + frame)
                                .collect(Collectors.joining(System.lineSeparator())));
    }
}
