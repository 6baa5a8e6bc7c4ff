package dev.punchlist.faults;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.Await;
import dev.punchlist.support.FaultSuite;
import dev.punchlist.support.Parallel;
import dev.punchlist.support.RawClient;
import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TestDatabase;
import dev.punchlist.support.TestPostgres;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients that leave in the middle, send drop by drop, too much, or what is no HTTP. Each harms only itself: every
 * connection comes back, and no line of the log is about what a client did wrong.
 */
@Isolated("it measures, or fills the machine")
class ClientFaultIT {

    private static final int POOL = 10;
    /** The requests that find room: those that hold a connection and those that wait for one. */
    private static final int ROOM = POOL + 200;

    /** Two of each kind leave at once; the next ones come when all work of these is done. */
    private static final int ROUND = 2 * Departure.Kind.values().length;

    private static final int DEPARTURES = ROUND * FaultSuite.size(6, 39);
    private static final int STORED = 5_000;
    private static final long SEED = 20_261_121;

    private static final String JSON = "Content-Type: application/json";
    private static final String CHUNKED = "Transfer-Encoding: chunked";

    /** What must not be done, where it is not sure that it is a request and no part of the one before. */
    private static final String SECOND = request("DELETE /tasks/1");

    private static final TestDatabase DATABASE = TestPostgres.shared().createDatabase("clients");

    private static ServiceProcess service;
    private static RequestPool pool;
    private static long task;

    @BeforeAll
    static void start() {
        service = ServiceProcess.start(DATABASE.environment(Map.of(
                        "PUNCHLIST_POOL_MAX_SIZE",
                        String.valueOf(POOL),
                        "PUNCHLIST_POOL_MAX_QUEUE",
                        String.valueOf(ROOM - POOL),
                        "PUNCHLIST_BACKGROUND_POOL_MAX_SIZE",
                        String.valueOf(ROUND),
                        "PUNCHLIST_LIMITS_BODY_TIMEOUT",
                        "1s",
                        // Longer than anybody here waits: who has left is noticed before.
                        "PUNCHLIST_STREAM_IDLE_TIMEOUT",
                        "5m",
                        "PUNCHLIST_CURSOR_KEYS",
                        "a key so that none is missed")))
                .awaitReady();
        pool = new RequestPool(service, DATABASE, POOL);
        DATABASE.execute("insert into tasks (title, is_completed, description) select 'stored', false, repeat('x', 255)"
                + " from generate_series(1, " + STORED + ")");
        task = Long.parseLong(DATABASE.value("select max(id) from tasks"));
        DATABASE.execute("create function slowly() returns trigger language plpgsql as"
                + " 'begin perform pg_sleep(0.02); return null; end'");
        DATABASE.execute("create trigger slowly before insert or update on tasks"
                + " for each statement execute function slowly()");
    }

    @AfterAll
    static void stop() {
        service.terminate();
        assertThat(service.awaitExit()).isEqualTo(143);
        assertThat(service.output())
                .as("no request is left to be waited for")
                .anyMatch(line -> line.matches(".*Requests finished, \\d{1,3} ms after the stop began.*"));
    }

    @AfterEach
    void everythingIsBackAndNothingWasWorthALine() throws SQLException {
        pool.assertWhole();
        assertThat(service.output())
                .noneMatch(line -> line.contains(" ERROR ") || line.contains(" WARN ") || line.contains("HR000090"));
    }

    @Test
    void clientsThatLeaveAtRandomMomentsHarmOnlyThemselves() {
        Random random = new Random(SEED);
        List<Departure> departures = IntStream.range(0, DEPARTURES)
                .mapToObj(number -> Departure.random(number, random, task))
                .toList();
        long begin = System.nanoTime();

        List<Departure> unanswered = happen(departures);

        Set<String> done = DATABASE.query("select distinct title from tasks where title like 'gone %'").stream()
                .map(row -> row.get(0))
                .collect(toSet());
        Set<String> halves = DATABASE
                .query("select title from tasks where title like 'gone %' group by title having count(*) not in (1, "
                        + Departure.BATCH + ")")
                .stream()
                .map(row -> row.get(0))
                .collect(toSet());
        long inTransactions = unanswered.stream()
                .filter(departure -> departure.kind().creates() && done.contains(departure.mark()))
                .count();
        assertThat(halves).isEmpty();
        assertThat(departures.stream()
                        .filter(departure -> departure.kind() == Departure.Kind.IN_THE_BODY_OF_A_CREATE)
                        .map(Departure::mark))
                .isNotEmpty()
                .doesNotContainAnyElementsOf(done);
        assertThat(inTransactions)
                .as("creates that were committed although the client had left")
                .isGreaterThan(DEPARTURES / 50);
        System.out.printf(
                "%d clients left with seed %d in %d ms, %d of them before they had an answer; %d creates were at work%n",
                DEPARTURES, SEED, (System.nanoTime() - begin) / 1_000_000, unanswered.size(), inTransactions);
    }

    /** Lets them all happen, a round at a time; answers those who left without an answer. */
    private static List<Departure> happen(List<Departure> departures) {
        List<Departure> unanswered = new ArrayList<>();
        for (int begin = 0; begin < departures.size(); begin += ROUND) {
            List<Departure> round = departures.subList(begin, begin + ROUND);
            List<Boolean> left = Parallel.times(ROUND, index -> round.get(index).happen(service.port()));
            IntStream.range(0, ROUND).filter(left::get).mapToObj(round::get).forEach(unanswered::add);
            pool.awaitRest();
        }
        return unanswered;
    }

    @Test
    void whoSendsDropByDropKeepsNobodyOutAndIsEndedInTime() {
        List<RawClient> slow = Stream.generate(() -> RawClient.of(service.port())
                        .head("POST /tasks", JSON, "Content-Length: 10000")
                        .send("{"))
                .limit(2 * ROOM)
                .toList();

        int meanwhile =
                service.send(service.post("{\"title\":\"meanwhile\"}").build()).statusCode();

        assertThat(meanwhile).isEqualTo(201);
        assertThat(slow).allSatisfy(client -> {
            assertThat(dripUntilAnswered(client, " "))
                    .startsWith("HTTP/1.1 408")
                    .contains("/problems/request-timeout");
            client.close();
        });
    }

    @Test
    void aChunkedBodyThatDripsIsEndedInTime() {
        try (RawClient client = RawClient.of(service.port()).head("PATCH /tasks/" + task, JSON, CHUNKED)) {
            assertThat(dripUntilAnswered(client, "1\r\n \r\n")).startsWith("HTTP/1.1 408");
        }
    }

    @Test
    void whoIsRefusedButHasSentAllMayGoOn() {
        String refused = request("POST /tasks", JSON, "Content-Length: 2") + "{}";
        try (RawClient client = RawClient.of(service.port())) {
            String first = client.send(refused).readToEnd("Content-Type: application/problem+json");
            String second = client.send(refused).readToEnd("Content-Type: application/problem+json");

            assertThat(List.of(first, second))
                    .allSatisfy(answer ->
                            assertThat(answer).startsWith("HTTP/1.1 422").doesNotContain("Connection: close"));
        }
    }

    private static String dripUntilAnswered(RawClient client, String drop) {
        Await.until("an answer", () -> client.isAnswered() || client.send(drop).isAnswered());
        return client.readUntilClosed();
    }

    /**
     * What is no proper request, and how it ends.
     *
     * @param statuses of the answers, in order; none where the HTTP layer hangs up
     */
    private record Nonsense(String name, String text, List<Integer> statuses) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Nonsense nonsense(String name, String text, Integer... statuses) {
        return new Nonsense(name, text, List.of(statuses));
    }

    private static String request(String line, String... headers) {
        return line + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    }

    static Stream<Nonsense> nonsense() {
        String big = "x".repeat(40_000);
        String large = "x".repeat(2_000_000);
        String form = "Content-Type: application/x-www-form-urlencoded";
        return Stream.of(
                nonsense("a header too large", request("GET /tasks", "X-Big: " + big), 431),
                nonsense("too many headers", request("GET /tasks", "X-Many: 1\r\n".repeat(4_000) + "X: 1"), 431),
                nonsense("a request line too long", request("GET /tasks?q=" + big, "X: 1"), 414),
                nonsense("no HTTP", "NONSENSE\r\n\r\n", 400),
                nonsense("TLS", "\u0016\u0003\u0001\u0002\u0000\u0001" + "z".repeat(500) + "\r\n\r\n", 400),
                nonsense("a length in words", request("POST /tasks", JSON, "Content-Length: two") + "{}", 400),
                nonsense("a negative length", request("POST /tasks", JSON, "Content-Length: -2") + "{}", 400),
                nonsense("two lengths", request("POST /tasks", "Content-Length: 2", "Content-Length: 3") + "{}", 400),
                nonsense("a space in a name", request("GET /tasks", "X Y: 1"), 400),
                nonsense("a zero in a value", request("GET /tasks", "X: a\u0000b"), 400),
                nonsense("a body declared too large", request("POST /tasks", JSON, "Content-Length: 2000000"), 413),
                nonsense(
                        "a body too large",
                        request("POST /tasks", JSON, "Content-Length: 2000000", "Expect: 100-continue") + large,
                        413),
                nonsense(
                        "chunks too large",
                        request("POST /tasks", JSON, CHUNKED) + "1e8480\r\n" + large + "\r\n1\r\n",
                        413),
                nonsense("a chunk without size", request("POST /tasks", JSON, CHUNKED) + "{}\r\n{}\r\n", 400),
                nonsense("a chunk that does not end", request("PATCH /tasks/1", JSON, CHUNKED) + "1\r\n{{{{\r\n", 400),
                nonsense("an endless extension", request("POST /tasks", JSON, CHUNKED) + "1;" + big, 400),
                nonsense(
                        "an extension whose quote does not end",
                        request("POST /tasks", JSON, CHUNKED) + "2;a=\"b\r\n{}\r\n0\r\n\r\n" + SECOND,
                        400),
                nonsense(
                        "a chunk of 4 GiB and 2 bytes",
                        request("POST /tasks", JSON, CHUNKED) + "100000002\r\n{}\r\n0\r\n\r\n" + SECOND,
                        400),
                nonsense(
                        "a chunk of 2 GiB", request("POST /tasks", JSON, CHUNKED) + "80000000\r\n{}\r\n" + SECOND, 400),
                nonsense(
                        "a coding that is not chunked",
                        request("POST /tasks", JSON, "Transfer-Encoding: xchunked") + SECOND,
                        400),
                nonsense(
                        "a coding before chunked",
                        request("POST /tasks", JSON, "Transfer-Encoding: gzip, chunked") + "2\r\n{}\r\n0\r\n\r\n"
                                + SECOND,
                        400),
                nonsense(
                        "chunked twice",
                        request("POST /tasks", JSON, CHUNKED, CHUNKED) + "2\r\n{}\r\n0\r\n\r\n" + SECOND,
                        400),
                nonsense(
                        "a coding of a request without a body",
                        request("GET /q/health/live", "Transfer-Encoding: identity") + SECOND,
                        400),
                nonsense(
                        "a coding beside a length",
                        request("POST /tasks", JSON, CHUNKED, "Content-Length: 2") + "0\r\n\r\n" + SECOND,
                        400),
                nonsense(
                        "a coding of HTTP/1.0",
                        "POST /tasks HTTP/1.0\r\n" + CHUNKED + "\r\n\r\n0\r\n\r\n" + SECOND,
                        400),
                nonsense(
                        "a type that is not taken, and a question before the body",
                        request("POST /tasks", "Content-Type: text/plain", "Content-Length: 2", "Expect: 100-continue"),
                        415),
                nonsense(
                        "a compressed body",
                        request("PUT /tasks/1", JSON, "Content-Encoding: gzip", "Content-Length: 2"),
                        415),
                nonsense(
                        "a request behind a body that is refused",
                        request("POST /tasks", "Content-Type: text/plain", "Content-Length: 2") + "{}" + SECOND,
                        415),
                nonsense(
                        "an import in broken chunks",
                        request("POST /tasks/import", "Content-Type: application/x-ndjson", CHUNKED) + "{}\r\n"),
                nonsense(
                        "garbage behind a request",
                        request("GET /tasks/0", "X: 1") + "\u0001\u0002 garbage\r\n\r\n",
                        404,
                        400),
                nonsense(
                        "a large header behind a request",
                        request("GET /tasks/0", "X: 1") + request("GET /tasks", "X-Big: " + big),
                        404,
                        431),
                nonsense(
                        "a form too many",
                        request("POST /tasks", form, "Connection: close", "Content-Length: 4000")
                                + "a=b&".repeat(1_000),
                        415),
                nonsense(
                        "a broken form",
                        request(
                                        "POST /tasks",
                                        "Content-Type: multipart/form-data; boundary=b",
                                        "Connection: close",
                                        "Content-Length: 30")
                                + "--b\r\nContent-Disposition: x\r\nzz",
                        415),
                nonsense("no host", "GET /tasks/0 HTTP/1.1\r\nConnection: close\r\n\r\n", 400),
                nonsense("a host that is none", "GET /tasks/0 HTTP/1.1\r\nHost: [::\r\nConnection: close\r\n\r\n", 400),
                nonsense("a path that is none", request("GET /tasks/%zz", "Connection: close"), 400),
                nonsense("HTTP/2 that is none", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + "z".repeat(200)));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void nonsenseIsAnsweredAndTheConnectionClosed(Nonsense nonsense) {
        try (RawClient client = RawClient.of(service.port()).send(nonsense.text())) {
            String answer = client.readUntilClosed();

            assertThat(Pattern.compile("(?m)^HTTP/1\\.[01] (\\d{3})|(?<=})HTTP/1\\.[01] (\\d{3})")
                            .matcher(answer)
                            .results()
                            .map(ClientFaultIT::status))
                    .containsExactlyElementsOf(nonsense.statuses());
        }
    }

    private static int status(MatchResult line) {
        return Integer.parseInt(line.group(1) == null ? line.group(2) : line.group(1));
    }
}
