package dev.punchlist.http.connection;

import static dev.punchlist.support.Http2Client.CONTINUATION;
import static dev.punchlist.support.Http2Client.DATA;
import static dev.punchlist.support.Http2Client.END_HEADERS;
import static dev.punchlist.support.Http2Client.HEADERS;
import static dev.punchlist.support.Http2Client.PING;
import static dev.punchlist.support.Http2Client.RST_STREAM;
import static dev.punchlist.support.Http2Client.SETTINGS;
import static dev.punchlist.support.Http2Client.fields;
import static dev.punchlist.support.Http2Client.get;
import static dev.punchlist.support.Http2Client.repeated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.Await;
import dev.punchlist.support.Http2Client;
import dev.punchlist.support.RawClient;
import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TestDatabase;
import dev.punchlist.support.TestPostgres;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections that are made to harm, against a service with little memory: each ends, and others are served. */
class HostileConnectionIT {

    private static final int MOST_CONNECTIONS = 120;
    private static final int ROUNDS = 300;
    /** Read at 160 kB/s, an export takes several times what a client may take nothing for. */
    private static final int SIP_BYTES = 16_384;

    private static final Duration SIP_PAUSE = Duration.ofMillis(100);
    private static final TestDatabase DATABASE = TestPostgres.shared().createDatabase("connections");

    private static ServiceProcess service;

    @BeforeAll
    static void start() {
        service = ServiceProcess.start(DATABASE.environment(Map.of(
                        "JAVA_TOOL_OPTIONS",
                        "-Xmx96m -XX:+ExitOnOutOfMemoryError",
                        "PUNCHLIST_HTTP_MAX_CONNECTIONS",
                        String.valueOf(MOST_CONNECTIONS),
                        "PUNCHLIST_LIMITS_BODY_TIMEOUT",
                        "3s",
                        "PUNCHLIST_STREAM_IDLE_TIMEOUT",
                        "3s")))
                .awaitReady();
        DATABASE.execute(
                "insert into tasks (title, is_completed, description, labels) select 'row', false, repeat('x', 255),"
                        + " array_fill(repeat('y', 50), array[20]) from generate_series(1, 1000)");
    }

    @AfterAll
    static void stop() {
        service.terminate();
        assertThat(service.awaitExit()).isEqualTo(143);
    }

    @AfterEach
    void othersAreServed() {
        assertThat(service.statusOf("/q/health/live")).isEqualTo(200);
        assertThat(service.statusOf("/tasks?limit=1")).isEqualTo(200);
        assertThat(service.errors()).as(String.join("\n", service.output())).isEmpty();
    }

    private static long cut(String reason) {
        return figure("punchlist_http_connections_cut_total{reason=\"" + reason + "\"}");
    }

    private static long figure(String name) {
        return Pattern.compile("(?m)^" + Pattern.quote(name) + " ([0-9.E]+)$")
                .matcher(metrics())
                .results()
                .findFirst()
                .map(HostileConnectionIT::value)
                .orElseThrow();
    }

    /** While too much waits to be read, metrics are refused like all else; they are asked for again. */
    private static String metrics() {
        return Await.value(() -> "metrics are answered", () -> {
            HttpResponse<String> answer =
                    service.send(service.request("/q/metrics").build());
            return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
        });
    }

    private static long value(MatchResult line) {
        return (long) Double.parseDouble(line.group(1));
    }

    /** A socket accepts before the service can look at what it accepts. */
    @Test
    void aConnectionFromTheFirstMomentOnIsTrustedWithOneRequestAtMost() {
        try (ServiceProcess starting = ServiceProcess.start(DATABASE.environment(Map.of()));
                RawClient first = Await.value(() -> "the port is open", () -> connected(starting.port()))) {
            starting.awaitReady();

            String answers = first.send("POST /tasks HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n")
                    .head("GET /problems/not-found", "Connection: close")
                    .readUntilClosed();

            assertThat(answers).containsOnlyOnce("HTTP/1.1 ");
        }
    }

    private static Optional<RawClient> connected(int port) {
        try {
            return Optional.of(RawClient.of(port));
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    @Test
    void theLimitsOfHttp2AreAnnounced() {
        try (Http2Client client = Http2Client.of(service.port(), 65_535)) {
            assertThat(client.settings()).containsEntry(3, 100).containsEntry(6, 20_480);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // Read only.
    private record Flood(String name, byte[] first, byte[] piece) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Flood> floods() {
        byte[] post = Http2Client.frame(HEADERS, END_HEADERS, 1, fields(0x83, "/tasks"));
        byte[] resets = concatenated(IntStream.range(0, 300)
                .map(number -> 2 * number + 1)
                .mapToObj(stream -> concatenated(
                        Stream.of(get("/q/health/live", stream), frame(RST_STREAM, 0, stream, 0, 0, 0, 8)))));
        return Stream.of(
                new Flood(
                        "empty CONTINUATION frames",
                        frame(HEADERS, 0, 1, 0x82),
                        repeated(frame(CONTINUATION, 0, 1), 1_000)),
                new Flood("empty DATA frames", post, repeated(frame(DATA, 0, 1), 1_000)),
                new Flood("rapid reset", new byte[0], resets));
    }

    private static byte[] frame(int type, int flags, int stream, int... payload) {
        byte[] bytes = new byte[payload.length];
        for (int index = 0; index < payload.length; index++) {
            bytes[index] = (byte) payload[index];
        }
        return Http2Client.frame(type, flags, stream, bytes);
    }

    private static byte[] concatenated(Stream<byte[]> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("floods")
    void aFloodEndsItsConnection(Flood flood) {
        try (Http2Client client = Http2Client.of(service.port(), 65_535)) {
            client.send(flood.first());
            client.send(flood.piece());

            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void answersToPingsAndSettingsThatNobodyReadsEndTheConnection() {
        for (byte[] frame : List.of(frame(PING, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8), frame(SETTINGS, 0, 0))) {
            byte[] piece = repeated(frame, 2_000);
            try (Http2Client client = Http2Client.of(service.port(), 65_535)) {
                assertThat(IntStream.range(0, 2_000).allMatch(round -> client.send(piece)))
                        .isFalse();
            }
        }
    }

    /** More streams than there may be, of clients that are gone before their requests are read. */
    @Test
    void clientsThatLeaveAtOnceLeaveNoRequestBehind() {
        byte[] gets =
                concatenated(IntStream.range(0, 1_000).mapToObj(number -> get("/tasks?limit=1000", 2 * number + 1)));
        for (int client = 0; client < 4; client++) {
            Http2Client hasty = Http2Client.of(service.port(), 0);
            hasty.send(gets);
            hasty.close();
        }

        Await.until("no request is inside", () -> figure("punchlist_requests_inside") == 0);
    }

    @Test
    void aFieldThatUnpacksToMegabytesIsRefused() {
        byte[] seed = concatenated(Stream.of(
                fields(0x82, "/q/health/live"),
                // A new entry of the table, of 3,000 letters; then ten thousand times the same.
                new byte[] {0x40, 1, 'a', 0x7f, (byte) 0xb9, 0x16},
                repeated(new byte[] {'x'}, 3_000)));
        byte[] bomb =
                concatenated(Stream.of(fields(0x82, "/q/health/live"), repeated(new byte[] {(byte) 0xbe}, 10_000)));
        try (Http2Client client = Http2Client.of(service.port(), 65_535)) {
            client.send(Http2Client.frame(HEADERS, 5, 1, seed));

            IntStream.range(1, 100).forEach(stream -> client.send(Http2Client.frame(HEADERS, 5, 2 * stream + 1, bomb)));

            assertThat(service.statusOf("/q/health/live")).isEqualTo(200);
        }
    }

    @Test
    void answersThatNobodyReadsAreBoundedOverHttp2() {
        byte[] requests = concatenated(IntStream.range(0, 100).mapToObj(number -> get("/q/openapi", 2 * number + 1)));
        List<Http2Client> clients = new ArrayList<>();
        for (int client = 0; client < 60; client++) {
            clients.add(Http2Client.of(service.port(), 0));
            clients.get(client).send(requests);
        }
        int live = service.statusOf("/q/health/live");

        assertThat(clients).allMatch(Http2Client::isEnded);
        clients.forEach(Http2Client::close);
        assertThat(live).isEqualTo(200);
        assertThat(cut("unread") + cut("stalled")).isPositive();
        Await.until("nothing waits any more", () -> figure("punchlist_http_unread_bytes") < 1_000_000);
    }

    @Test
    void answersThatNobodyReadsAreBoundedOverHttp1() {
        String requests = "GET /q/openapi HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(90);
        List<RawClient> clients =
                Stream.generate(() -> RawClient.of(service.port())).limit(60).toList();
        clients.forEach(client -> sendAgainAndAgain(client, requests, 5));
        int live = service.statusOf("/q/health/live");

        assertThat(clients).allSatisfy(RawClient::readUntilClosed);
        clients.forEach(RawClient::close);
        assertThat(live).isEqualTo(200);
    }

    private static void sendAgainAndAgain(RawClient client, String requests, int times) {
        try {
            for (int time = 0; time < times; time++) {
                client.send(requests);
            }
        } catch (UncheckedIOException e) {
            assertThat(e).as("the service has ended it").hasMessageContaining("java.net.SocketException");
        }
    }

    @Test
    void requestsThatAreSentAheadWithoutEndEndTheConnection() {
        long before = cut("requests-ahead");
        try (RawClient client = RawClient.of(service.port())) {
            sendAgainAndAgain(client, "GET /tasks?limit=1 HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(ROUNDS), ROUNDS);

            client.readUntilClosed();
        }

        assertThat(cut("requests-ahead")).isGreaterThan(before);
    }

    @Test
    void aHeadThatComesDropByDropEndsItsConnection() {
        try (RawClient client = RawClient.of(service.port()).send("GET /tasks HTTP/1.1\r\nX-Drop: ")) {
            Await.until("it is ended", () -> {
                try {
                    client.send("x");
                    return false;
                } catch (UncheckedIOException e) {
                    return true;
                }
            });
        }

        assertThat(cut("slow-head")).isPositive();
    }

    @Test
    void restingConnectionsMakeRoomForNewOnes() {
        List<RawClient> resting = new ArrayList<>(Stream.generate(() -> RawClient.of(service.port()))
                .limit(2 * MOST_CONNECTIONS)
                .toList());

        HttpResponse<String> health =
                service.send(service.request("/q/health/live").build());

        assertThat(health.statusCode()).isEqualTo(200);
        // Of many that come at once some find those that go still in their place.
        Await.until("room is made or refused", () -> cut("made-room") + cut("no-room") >= MOST_CONNECTIONS);
        assertThat(cut("made-room")).isPositive();
        assertThat(resting.get(0).readUntilClosed()).isEmpty();
        // A line tells of the first of a second only, which may have been another connection's.
        Await.until("a line tells of it", () -> {
            resting.add(RawClient.of(service.port()));
            return service.output().stream().anyMatch(line -> line.contains("it had rested longest"));
        });
        resting.forEach(RawClient::close);
    }

    @Test
    void aReaderThatIsSlowIsNotGone() {
        StringBuilder body = new StringBuilder();
        try (RawClient slow = RawClient.of(service.port()).head("GET /tasks/export", "Connection: close")) {
            for (String sip = slow.read(SIP_BYTES); !sip.isEmpty(); sip = slow.read(SIP_BYTES)) {
                body.append(sip);
                LockSupport.parkNanos(SIP_PAUSE.toNanos());
            }
        }

        assertThat(body).contains("\"end\":true");
    }

    @Test
    void anUpgradeToHttp2IsServed() {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (int request = 0; request < 3; request++) {
            answers.add(client.sendAsync(
                            service.request("/q/openapi").build(),
                            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                    .join());
        }

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.statusCode()).isEqualTo(200);
        });
    }
}
