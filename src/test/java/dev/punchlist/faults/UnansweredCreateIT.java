package dev.punchlist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.Await;
import dev.punchlist.support.Parallel;
import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TcpProxy;
import dev.punchlist.support.TestDatabase;
import dev.punchlist.support.TestPostgres;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A create that is done, but whose confirmation is lost between the database and the service. */
class UnansweredCreateIT {

    private static final TestDatabase DATABASE = TestPostgres.shared().createDatabase("unanswered");
    private static final TcpProxy NETWORK = new TcpProxy(DATABASE.port());

    private static ServiceProcess service;

    @BeforeAll
    static void start() {
        service = ServiceProcess.start(DATABASE.through(NETWORK)
                        .environment(Map.of(
                                "PUNCHLIST_POOL_MAX_SIZE",
                                "1",
                                "PUNCHLIST_DEADLINE_USUAL",
                                "3s",
                                "PUNCHLIST_DEADLINE_MAX",
                                "3s")))
                .awaitReady();
    }

    @AfterAll
    static void stop() {
        service.close();
        NETWORK.close();
    }

    private static String tasks() {
        return DATABASE.value("select count(*) from tasks where external_id = 'once'");
    }

    /** The one connection has prepared the statement before, so that the statement itself is what the server waits with. */
    private static HttpResponse<String> withoutConfirmation(HttpRequest create) throws SQLException {
        assertThat(service.send(service.post("{\"title\":\"first\",\"external_id\":\"first\"}")
                                .build())
                        .statusCode())
                .isEqualTo(201);
        try (Connection blocker = DATABASE.connect();
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("lock table tasks in share mode");
            CompletableFuture<HttpResponse<String>> answer = service.sendAsync(create);
            Await.until("the database has the statement", () -> DATABASE.value(
                            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname ="
                                    + " current_database()")
                    .equals("1"));
            NETWORK.silence(true);
            blocker.rollback();
            return Parallel.get(answer);
        } finally {
            NETWORK.silence(false);
        }
    }

    @Test
    void itsClientIsToldThatNobodyKnowsAndFindsOutByTheExternalId() throws SQLException {
        HttpRequest create = service.post("{\"title\":\"unanswered\",\"external_id\":\"once\"}")
                .build();

        HttpResponse<String> answer = withoutConfirmation(create);

        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.body()).contains("/problems/outcome-unknown");
        assertThat(tasks()).isEqualTo("1");
        Await.until(
                "the service has a connection again",
                () -> service.send(create).body().contains("/problems/external-id-taken"));
        assertThat(tasks()).isEqualTo("1");
    }
}
