package dev.punchlist.support;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests that come in at a rate, whether the ones before them are answered or not, as those of many clients do: the
 * gaps between them are exponentially distributed.
 */
public final class OpenLoad {

    private static final int SEED = 42;

    private final CompletableFuture<List<CompletableFuture<Answer>>> sent;
    private final Duration length;

    private OpenLoad(CompletableFuture<List<CompletableFuture<Answer>>> sent, Duration length) {
        this.sent = sent;
        this.length = length;
    }

    private record Answer(HttpResponse<String> response, double millis) {}

    /** Sends these requests in turn, so many a second, for so long. */
    public static OpenLoad start(ServiceProcess service, int perSecond, Duration length, List<HttpRequest> requests) {
        return new OpenLoad(
                CompletableFuture.supplyAsync(() -> send(service, perSecond, length, requests), task -> {
                    Thread thread = new Thread(task, "load");
                    thread.setDaemon(true);
                    thread.start();
                }),
                length);
    }

    private static List<CompletableFuture<Answer>> send(
            ServiceProcess service, int perSecond, Duration length, List<HttpRequest> requests) {
        Random random = new Random(SEED);
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        long begin = System.nanoTime();
        double next = 0;
        while (next < length.toNanos()) {
            LockSupport.parkNanos(begin + (long) next - System.nanoTime());
            long sentAt = System.nanoTime();
            answers.add(service.sendAsync(requests.get(answers.size() % requests.size()))
                    .thenApply(response -> new Answer(response, (System.nanoTime() - sentAt) / 1e6)));
            next -= Math.log(1 - random.nextDouble()) * 1e9 / perSecond;
        }
        return answers;
    }

    /** Waits until all is sent and answered. */
    public Result await() {
        return new Result(Parallel.get(sent).stream().map(Parallel::get).toList(), length);
    }

    /** What came of it. */
    public static final class Result {

        private final List<Answer> answers;
        private final double[] doneMillis;
        private final Duration length;

        private Result(List<Answer> answers, Duration length) {
            this.answers = answers;
            this.length = length;
            this.doneMillis = answers.stream()
                    .filter(answer -> isDone(answer.response))
                    .mapToDouble(Answer::millis)
                    .sorted()
                    .toArray();
        }

        private static boolean isDone(HttpResponse<String> response) {
            return response.statusCode() < 300;
        }

        /** The answers that are no success. */
        public List<HttpResponse<String>> refusals() {
            return answers.stream()
                    .map(Answer::response)
                    .filter(response -> !isDone(response))
                    .toList();
        }

        /** The rate of success. */
        public double donePerSecond() {
            return doneMillis.length / (length.toMillis() / 1e3);
        }

        /** The time that this part of the successful requests took at most. */
        public double doneMillis(double part) {
            return doneMillis[(int) (part * (doneMillis.length - 1))];
        }

        /** A row of a table: sent, done, refused, done a second, p50, p99 and longest. */
        public String row(String name) {
            return "| %s | %d | %d | %d | %.0f | %.0f | %.0f | %.0f |"
                    .formatted(
                            name,
                            answers.size(),
                            doneMillis.length,
                            answers.size() - doneMillis.length,
                            donePerSecond(),
                            doneMillis(0.5),
                            doneMillis(0.99),
                            doneMillis(1));
        }
    }
}
