package dev.punchlist.faults;

import dev.punchlist.support.RawClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A client that leaves in the middle.
 *
 * @param mark what its tasks are called
 * @param sent how many bytes of the request it sends
 * @param read how many bytes of the answer it waits for
 * @param stay how long it lingers after that
 * @param reset whether it resets the connection rather than closing it
 */
record Departure(Kind kind, String mark, String request, int sent, int read, Duration stay, boolean reset) {

    /** How many tasks a batch creates. */
    static final int BATCH = 5;

    private static final int IMPORT = 1_500;
    private static final int LONGEST_STAY_MICROS = 60_000;
    private static final int LONGEST_READ = 400_000;

    /** When it leaves. */
    enum Kind {
        IN_THE_HEAD,
        IN_THE_BODY_OF_A_CREATE,
        IN_THE_BODY_OF_A_PATCH,
        IN_THE_BODY_OF_A_BATCH,
        IN_THE_BODY_OF_AN_IMPORT,
        DURING_A_CREATE,
        DURING_A_KEYED_CREATE,
        DURING_A_PATCH,
        DURING_A_BATCH,
        DURING_AN_IMPORT,
        DURING_A_LIST,
        DURING_AN_EXPORT,
        IN_A_PIPELINE;

        /** Whether the whole of its request is one create without which the mark is no task's title. */
        boolean creates() {
            return this == DURING_A_CREATE || this == DURING_A_KEYED_CREATE;
        }

        boolean isBatch() {
            return this == DURING_A_BATCH || this == IN_THE_BODY_OF_A_BATCH;
        }
    }

    /** The client with this number, for whom chance decides when it leaves. */
    static Departure random(int number, Random random, long task) {
        Kind kind = Kind.values()[number % Kind.values().length];
        String mark = "gone " + number;
        String request = requestOf(kind, mark, task);
        int head = request.indexOf("\r\n\r\n") + 4;
        int sent =
                switch (kind) {
                    case IN_THE_HEAD -> 1 + random.nextInt(head - 1);
                    case IN_THE_BODY_OF_A_CREATE,
                            IN_THE_BODY_OF_A_PATCH,
                            IN_THE_BODY_OF_A_BATCH,
                            IN_THE_BODY_OF_AN_IMPORT -> head + random.nextInt(request.length() - head);
                    case DURING_A_CREATE,
                            DURING_A_KEYED_CREATE,
                            DURING_A_PATCH,
                            DURING_A_BATCH,
                            DURING_AN_IMPORT,
                            DURING_A_LIST,
                            DURING_AN_EXPORT,
                            IN_A_PIPELINE -> request.length();
                };
        int read = kind == Kind.DURING_AN_EXPORT ? 1 + random.nextInt(LONGEST_READ) : 0;
        Duration stay = Duration.ofNanos(random.nextInt(LONGEST_STAY_MICROS) * 1_000L);
        return new Departure(kind, mark, request, sent, read, stay, random.nextBoolean());
    }

    private static String requestOf(Kind kind, String mark, long task) {
        String one = "{\"title\":\"" + mark + "\",\"description\":\"" + "x".repeat(200) + "\"}";
        return switch (kind) {
            case IN_THE_HEAD, IN_THE_BODY_OF_A_CREATE, DURING_A_CREATE -> create(one, "");
            case DURING_A_KEYED_CREATE -> create(one, "Idempotency-Key: " + mark + "\r\n");
            case IN_THE_BODY_OF_A_PATCH, DURING_A_PATCH ->
                message("PATCH /tasks/" + task, "Content-Type: application/merge-patch+json\r\n", one);
            case IN_THE_BODY_OF_A_BATCH, DURING_A_BATCH ->
                message(
                        "POST /tasks/batch",
                        "Content-Type: application/json\r\n",
                        IntStream.range(0, BATCH)
                                .mapToObj(part -> "{\"op\":\"create\",\"task\":" + one + "}")
                                .collect(Collectors.joining(",", "[", "]")));
            case IN_THE_BODY_OF_AN_IMPORT, DURING_AN_IMPORT ->
                message(
                        "POST /tasks/import",
                        "Content-Type: application/x-ndjson\r\n",
                        "{\"title\":\"imported\"}\n".repeat(IMPORT));
            case DURING_A_LIST -> message("GET /tasks?limit=100", "", "");
            case DURING_AN_EXPORT -> message("GET /tasks/export", "", "");
            case IN_A_PIPELINE ->
                create("{\"title\":\"piped\"}", "")
                        + message("GET /tasks?limit=100", "", "")
                        + create("{\"title\":\"piped\"}", "");
        };
    }

    private static String create(String body, String headers) {
        return message("POST /tasks", "Content-Type: application/json\r\n" + headers, body);
    }

    private static String message(String line, String headers, String body) {
        String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
        return line + " HTTP/1.1\r\nHost: localhost\r\n" + headers + length + "\r\n" + body;
    }

    /** Does it; answers whether the client left without having been answered. */
    boolean happen(int port) {
        RawClient client = RawClient.of(port).send(request.substring(0, sent));
        String answer = client.read(read);
        LockSupport.parkNanos(stay.toNanos());
        boolean unanswered = answer.getBytes(StandardCharsets.UTF_8).length == 0 && !client.isAnswered();
        if (reset) {
            client.reset();
        } else {
            client.close();
        }
        return unanswered;
    }
}
