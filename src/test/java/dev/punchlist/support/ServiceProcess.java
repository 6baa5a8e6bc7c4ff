package dev.punchlist.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The packaged service as a process of its own, told what it needs by environment variables alone. */
public final class ServiceProcess implements AutoCloseable {

    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");

    /** Lower than what outgoing connections are given, of which other tests open many while a service starts. */
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(20_000, 30_000));

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Process process;
    private final int port;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final CountDownLatch reading;
    private final CompletableFuture<Void> outputEnd;

    private ServiceProcess(Process process, int port, CountDownLatch reading) {
        this.process = process;
        this.port = port;
        this.reading = reading;
        this.outputEnd = CompletableFuture.runAsync(this::readOutput, task -> {
            Thread thread = new Thread(task, "output of the service");
            thread.setDaemon(true);
            thread.start();
        });
    }

    /** Starts the service with these settings, given by the names of their environment variables. */
    public static ServiceProcess start(Map<String, String> environment) {
        ServiceProcess service = startUnread(environment);
        service.readFromNowOn();
        return service;
    }

    /** The same, but nobody reads what it prints. */
    public static ServiceProcess startUnread(Map<String, String> environment) {
        int port = Integer.parseInt(environment.getOrDefault("QUARKUS_HTTP_PORT", String.valueOf(freePort())));
        ProcessBuilder builder = new ProcessBuilder(command()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PUNCHLIST_") || name.startsWith("QUARKUS_"));
        builder.environment().put("QUARKUS_HTTP_PORT", String.valueOf(port));
        builder.environment().put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false");
        builder.environment().putAll(environment);
        try {
            return new ServiceProcess(builder.start(), port, new CountDownLatch(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path executable() {
        return Path.of(System.getProperty("native.image.path", "none"));
    }

    /** Whether it is the native executable, which this build made. */
    public static boolean isNative() {
        return Boolean.getBoolean("punchlist.native") && Files.isExecutable(executable());
    }

    /** The native executable where this build made one, else the jar. */
    private static List<String> command() {
        return isNative() ? List.of(executable().toString()) : jar();
    }

    private static List<String> jar() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return Stream.of(List.of(java.toString()), ClassArchive.optionsFor(java, JAR), List.of("-jar", JAR.toString()))
                .flatMap(List::stream)
                .toList();
    }

    /** A port that nothing listens on at the moment; each answer is another. */
    public static int freePort() {
        int port = NEXT_PORT.getAndIncrement();
        while (!isFree(port)) {
            port = NEXT_PORT.getAndIncrement();
        }
        return port;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (BindException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins to read what it prints. */
    public void readFromNowOn() {
        reading.countDown();
    }

    private void readOutput() {
        try {
            reading.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            reader.lines().forEach(output::add);
        } catch (UncheckedIOException | IOException e) {
            output.add("(output ended: " + e.getMessage() + ")");
        }
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** The number that the operating system knows it by. */
    public long pid() {
        return process.pid();
    }

    /** What it has printed so far. */
    public List<String> output() {
        return List.copyOf(output);
    }

    /** The lines at the level of an error, in either format of the log. */
    public List<String> errors() {
        return output.stream()
                .filter(line -> line.contains(" ERROR [") || line.contains("\"level\":\"ERROR\""))
                .toList();
    }

    /** Waits until it is ready. */
    public ServiceProcess awaitReady() {
        Await.until(() -> "the service is ready\n" + String.join("\n", output), this::isReady);
        return this;
    }

    /** Waits until a line with these words is printed. */
    public void awaitOutput(String words) {
        Await.until(() -> "\"" + words + "\" is printed\n" + String.join("\n", output), () -> output.stream()
                .anyMatch(line -> line.contains(words)));
    }

    private boolean isReady() {
        if (!process.isAlive()) {
            throw new AssertionError("The service ended: " + String.join("\n", output));
        }
        return statusOf("/q/health/ready") == 200;
    }

    /** The status of a GET, or 0 where no connection is to be had. */
    public int statusOf(String path) {
        try {
            return send(request(path).build()).statusCode();
        } catch (UncheckedIOException e) {
            return 0;
        }
    }

    /** A request to this path of the service. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60));
    }

    /** A POST of this task. */
    public HttpRequest.Builder post(String body) {
        return request("/tasks")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    /** Sends a request and waits for the answer. */
    public HttpResponse<String> send(HttpRequest request) {
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Sends a request. */
    public CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest request) {
        return CLIENT.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Sends SIGTERM. */
    public void terminate() {
        // Process.destroy would close the output, too.
        process.toHandle().destroy();
    }

    /** Sends SIGKILL and waits for the end. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Waits for the end; answers the exit code. */
    public int awaitExit() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("The service did not end: " + String.join("\n", output));
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        readFromNowOn();
        Parallel.get(outputEnd);
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
