package dev.punchlist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.Parallel;
import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TestDatabase;
import dev.punchlist.support.TestPostgres;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the database asks to do again is done again, and its own default of isolation changes nothing. */
class ContentionIT {

    private static final int WRITERS = 12;
    private static final int OFTEN = 4;
    private static final TestDatabase DATABASE = TestPostgres.shared().createDatabase("contention");

    private static ServiceProcess service;

    @BeforeAll
    static void start() {
        DATABASE.execute("alter database contention set default_transaction_isolation = 'serializable'");
        service = ServiceProcess.start(DATABASE.environment()).awaitReady();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterEach
    void stopRefusing() {
        DATABASE.execute("drop function if exists refuse cascade");
        DATABASE.execute("drop sequence if exists refusals");
    }

    /** Has the database refuse the next writes of a task with this state, at the statement or at the commit. */
    private static void refuse(String state, int times, boolean atCommit) {
        DATABASE.execute("create sequence refusals");
        DATABASE.execute("create function refuse() returns trigger language plpgsql as $$ begin"
                + " if nextval('refusals') <= " + times + " then raise exception 'not now' using errcode = '" + state
                + "'; end if; return new; end $$");
        DATABASE.execute("create constraint trigger refuse after insert or update on tasks "
                + (atCommit ? "deferrable initially deferred" : "") + " for each row execute function refuse()");
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01"})
    void aStatementThatTheServerWantsAgainIsDoneOnce(String state) {
        refuse(state, OFTEN, false);

        HttpResponse<String> created = create("statement " + state);

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(count("statement " + state)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01"})
    void aCommitThatTheServerWantsAgainIsDoneOnce(String state) {
        HttpRequest.Builder request = post("commit " + state).header("Idempotency-Key", "commit-" + state);
        refuse(state, OFTEN, true);

        int first = service.send(request.build()).statusCode();
        int again = service.send(request.build()).statusCode();

        assertThat(List.of(first, again)).containsOnly(201);
        assertThat(count("commit " + state)).isEqualTo(1);
    }

    @Test
    void whatTheServerRefusesEachTimeIsOverloadAndNotDone() {
        refuse("40001", 1_000, false);

        HttpResponse<String> answer = create("never");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.body()).contains("/problems/overloaded");
        assertThat(count("never")).isZero();
    }

    @Test
    void whatTheServerWouldTakeLaterThanTheDeadlineIsNotDone() {
        refuse("40001", 1_000, false);

        HttpResponse<String> answer =
                service.send(post("late").header("Prefer", "wait=1").build());

        assertThat(answer.statusCode()).isIn(503, 504);
        assertThat(count("late")).isZero();
    }

    @Test
    void manyWritersOfOneTaskAreServedInTurn() {
        String task = pathOf(create("contended"));

        List<Integer> statuses = Parallel.times(WRITERS, writer -> service.send(service.request(task)
                        .header("Content-Type", "application/merge-patch+json")
                        .method("PATCH", BodyPublishers.ofString("{\"title\":\"written by " + writer + "\"}"))
                        .build())
                .statusCode());

        assertThat(statuses).containsOnly(200);
        assertThat(service.send(service.request(task).build()).body()).contains("\"version\":" + (WRITERS + 1));
    }

    @Test
    void batchesThatCrossAreServedInTurn() {
        List<String> ids = IntStream.range(0, 20)
                .mapToObj(number -> pathOf(create("crossed " + number)).replaceAll(".*/", ""))
                .collect(Collectors.toCollection(ArrayList::new));
        List<String> backwards = new ArrayList<>(ids);
        Collections.reverse(backwards);

        List<Integer> statuses = Parallel.times(WRITERS, writer -> batch(writer % 2 == 0 ? ids : backwards, writer));

        assertThat(statuses).containsOnly(200);
    }

    private static int batch(List<String> ids, int writer) {
        String operations = ids.stream()
                .map(id -> "{\"op\":\"update\",\"id\":" + id + ",\"task\":{\"title\":\"batch " + writer + "\"}}")
                .collect(Collectors.joining(",", "[", "]"));
        return service.send(service.request("/tasks/batch")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(operations))
                        .build())
                .statusCode();
    }

    @Test
    void aColumnThatGetsAnotherTypeFailsNoRequest() {
        String task = pathOf(create("widened"));
        List<String> types = List.of("varchar(300)", "text", "varchar(300)");

        for (String type : types) {
            assertThat(Parallel.times(WRITERS, client -> answersOf(task)).stream()
                            .flatMap(List::stream))
                    .containsOnly(200);
            DATABASE.execute("alter table tasks alter column external_id type " + type);
            assertThat(Parallel.times(WRITERS, client -> answersOf(task)).stream()
                            .flatMap(List::stream))
                    .containsOnly(200);
        }
    }

    private static List<Integer> answersOf(String task) {
        return IntStream.range(0, 10)
                .mapToObj(round -> List.of(
                        service.statusOf(task),
                        service.statusOf("/tasks?limit=3"),
                        service.send(service.request(task + "?completed=" + (round % 2 == 0))
                                        .method("PATCH", BodyPublishers.noBody())
                                        .build())
                                .statusCode()))
                .flatMap(List::stream)
                .toList();
    }

    private static HttpRequest.Builder post(String title) {
        return service.post("{\"title\":\"" + title + "\"}");
    }

    private static HttpResponse<String> create(String title) {
        return service.send(post(title).build());
    }

    private static String pathOf(HttpResponse<String> created) {
        return created.headers().firstValue("Location").orElseThrow();
    }

    private static int count(String title) {
        return Integer.parseInt(DATABASE.value("select count(*) from tasks where title = '" + title + "'"));
    }
}
