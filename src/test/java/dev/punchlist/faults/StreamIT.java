package dev.punchlist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.Await;
import dev.punchlist.support.RawClient;
import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TestDatabase;
import dev.punchlist.support.TestPostgres;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Exports and imports whose clients stall, leave or hurry, and what is left of the work and of the connections. */
class StreamIT {

    private static final int ROWS = 20_000;
    private static final int STREAMS = 3;
    private static final TestDatabase DATABASE = TestPostgres.shared().createDatabase("streams");

    private static ServiceProcess service;

    @BeforeAll
    static void start() {
        service = ServiceProcess.start(DATABASE.environment(Map.of("PUNCHLIST_STREAM_IDLE_TIMEOUT", "2s")))
                .awaitReady();
        DATABASE.execute(
                "insert into tasks (title, is_completed, description, labels) select 'row', false, repeat('x', 255),"
                        + " array_fill(repeat('y', 50), array[20]) from generate_series(1, " + ROWS + ")");
    }

    @AfterAll
    static void stop() {
        service.terminate();
        assertThat(service.awaitExit()).isEqualTo(143);
    }

    @AfterEach
    void nothingIsLeftOpenAndNothingWasAnError() {
        Await.until("no transaction is open", () -> open() == 0);
        assertThat(service.errors()).isEmpty();
    }

    private static long open() {
        return Long.parseLong(DATABASE.value("select count(*) from pg_stat_activity where datname = current_database()"
                + " and application_name like 'punchlist%' and state <> 'idle'"));
    }

    private static long staged() {
        return Long.parseLong(DATABASE.value("select count(*) from import_chunks"));
    }

    private static RawClient exporting() {
        RawClient client = RawClient.of(service.port()).head("GET /tasks/export");
        assertThat(client.read(12)).isEqualTo("HTTP/1.1 200");
        return client;
    }

    private static RawClient importing() {
        return RawClient.of(service.port())
                .head("POST /tasks/import", "Content-Type: application/x-ndjson", "Transfer-Encoding: chunked");
    }

    private static String lines(String mark, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> "{\"title\":\"imported\",\"external_id\":\"%s-%d\"}\n".formatted(mark, number))
                .collect(Collectors.joining());
    }

    private static int imported(String mark) {
        return Integer.parseInt(DATABASE.value("select count(*) from tasks where external_id like '" + mark + "-%'"));
    }

    @Test
    void clientsThatLeaveWithinABodyAreNoErrorOfTheService() {
        for (int client = 0; client < 50; client++) {
            RawClient.of(service.port())
                    .head("POST /tasks", "Content-Type: application/json", "Content-Length: 100")
                    .send("{\"title\":")
                    .reset();
        }

        assertThat(service.send(service.post("{\"title\":\"stayed\"}").build()).statusCode())
                .isEqualTo(201);
    }

    @Test
    void aClientThatStopsReadingIsCutOff() {
        try (RawClient stalled = exporting()) {
            service.awaitOutput("the client took nothing for 2000 ms");

            Await.until("its connection is back", () -> open() == 0);
            assertThat(stalled.read(Integer.MAX_VALUE - 8)).doesNotContain("\"end\":true");
        }
    }

    @Test
    void aClientThatLeavesTakesNothingWithIt() {
        for (int round = 0; round < 10; round++) {
            Stream.generate(StreamIT::exporting).limit(STREAMS).toList().forEach(RawClient::reset);
            Await.until("the connections are back", () -> open() == 0);
        }
    }

    @Test
    void whoFindsNoStreamIsToldAtOnceAndNobodyElseNotices() {
        List<RawClient> stalled =
                Stream.generate(StreamIT::exporting).limit(STREAMS).toList();

        HttpResponse<String> refused =
                service.send(service.request("/tasks/export").build());
        int ready = service.statusOf("/q/health/ready");
        int created =
                service.send(service.post("{\"title\":\"meanwhile\"}").build()).statusCode();
        stalled.forEach(RawClient::reset);

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(refused.body()).contains("/problems/overloaded");
        assertThat(ready).isEqualTo(200);
        assertThat(created).isEqualTo(201);
    }

    @Test
    void anExportShowsOneMomentWhateverIsWrittenMeanwhile() {
        long before = Long.parseLong(DATABASE.value("select count(*) from tasks"));
        try (RawClient reader = exporting()) {
            DATABASE.execute(
                    "delete from tasks where id in (select id from tasks where title = 'row' order by id desc limit 100)");
            DATABASE.execute("insert into tasks (title, is_completed) values ('late', false)");
            DATABASE.execute(
                    "update tasks set title = 'late' where id = (select max(id) from tasks where title = 'row')");

            String body = reader.readToEnd("\"end\":true");

            assertThat(body).contains("{\"end\":true,\"count\":" + before + "}").doesNotContain("\"late\"");
        }
    }

    @Test
    void anImportThatIsCutOffLeavesWholeChunksAndDoneAgainIsComplete() {
        RawClient client = importing().chunk(lines("cut", 0, 2_500));
        Await.until("two chunks are written", () -> imported("cut") == 2_000);
        client.reset();
        Await.until("the connection is back", () -> open() == 0);
        int left = imported("cut");

        HttpResponse<String> again = service.send(service.request("/tasks/import")
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(lines("cut", 0, 2_500)))
                .build());

        assertThat(left).isEqualTo(2_000);
        assertThat(again.body()).contains("\"created\":500,\"updated\":0,\"unchanged\":2000");
        assertThat(imported("cut")).isEqualTo(2_500);
    }

    @Test
    void anAtomicImportThatIsCutOffLeavesNothing() {
        RawClient client = RawClient.of(service.port())
                .head(
                        "POST /tasks/import?atomic=true",
                        "Content-Type: application/x-ndjson",
                        "Transfer-Encoding: chunked")
                .chunk(lines("atomic", 0, 2_500));
        Await.until("it is under way", () -> staged() == 2);
        client.reset();
        Await.until("what was put aside is gone", () -> staged() == 0);

        assertThat(imported("atomic")).isZero();
    }

    @Test
    void aClientThatStopsSendingIsToldSo() {
        try (RawClient client = importing().chunk(lines("slow", 0, 10))) {
            String answer = client.readToEnd("}");

            assertThat(answer).startsWith("HTTP/1.1 408").contains("/problems/request-timeout");
        }
        assertThat(imported("slow")).isZero();
    }

    @Test
    void anImportThatIsGivenUpTellsHowFarItCame() {
        try (RawClient client = importing().chunk(lines("given-up", 0, 1_500))) {
            String answer = client.readToEnd("\"trace\"");

            assertThat(answer)
                    .startsWith("HTTP/1.1 200")
                    .contains("{\"end\":false,\"lines\":1000,\"created\":1000")
                    .contains("\"committed\":true")
                    .contains("/problems/request-timeout");
        }
        assertThat(imported("given-up")).isEqualTo(1_000);
    }

    @Test
    void aReportThatNobodyReadsYetKeepsNoImportWaiting() {
        String broken = "{\"titel\":1}\n".repeat(2_000);
        try (RawClient client = importing()) {
            client.chunk(broken).chunk(lines("unread", 0, 1_000)).send("0\r\n\r\n");

            String answer = client.readToEnd("\"end\":true");

            assertThat(answer)
                    .contains("\"line\":2000,")
                    .contains("\"created\":1000")
                    .contains("\"rejected\":2000");
        }
    }

    @Test
    void aReportThatGrowsIsSentOnTheWay() {
        try (RawClient client = importing()) {
            client.chunk("{}\n".repeat(20_000));

            assertThat(client.read(12)).isEqualTo("HTTP/1.1 200");
            client.send("0\r\n\r\n");
            assertThat(client.readToEnd("\"end\":true"))
                    .contains("\"line\":20000,")
                    .contains("\"rejected\":20000");
        }
    }
}
