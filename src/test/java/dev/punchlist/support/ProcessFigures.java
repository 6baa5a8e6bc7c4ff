package dev.punchlist.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a service holds at a moment, as the operating system and its own metrics tell it.
 *
 * @param heapKilobytes of the heap, after a full collection on a JVM; the native executable collects when it likes
 * @param residentKilobytes of memory, the heap that is free included
 * @param threads of the operating system
 * @param files open, sockets included
 */
public record ProcessFigures(long heapKilobytes, long residentKilobytes, long threads, long files) {

    private static final Path PROCESSES = Path.of("/proc");
    private static final String HEAP = "jvm_memory_used_bytes{area=\"heap\"";

    /** Whether this machine tells them, as Linux does. */
    public static boolean areKnown() {
        return Files.isDirectory(PROCESSES.resolve("self/fd"));
    }

    /** The figures of this service now. */
    public static ProcessFigures of(ServiceProcess service) {
        Path process = PROCESSES.resolve(String.valueOf(service.pid()));
        if (!ServiceProcess.isNative()) {
            collectGarbage(service.pid());
        }
        try (Stream<Path> files = Files.list(process.resolve("fd"))) {
            List<String> status = Files.readAllLines(process.resolve("status"));
            return new ProcessFigures(
                    heapBytes(service) / 1024, number(status, "VmRSS:"), number(status, "Threads:"), files.count());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void collectGarbage(long pid) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process process = new ProcessBuilder(jcmd.toString(), String.valueOf(pid), "GC.run")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("jcmd could not ask for a collection");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static long heapBytes(ServiceProcess service) {
        String metrics = service.send(service.request("/q/metrics").build()).body();
        return (long) metrics.lines()
                .filter(line -> line.startsWith(HEAP))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static long number(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip().split(" ", 2)[0])
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public String toString() {
        return "%d | %d | %d | %d".formatted(heapKilobytes, residentKilobytes, threads, files);
    }
}
