package dev.punchlist.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.Await;
import dev.punchlist.support.Parallel;
import dev.punchlist.support.RestartablePostgres;
import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TestDatabase;
import dev.punchlist.support.TestPostgres;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** SIGTERM at the worst moments: the service ends in time, with the code of a stop and lines that tell what became of it. */
class SignalIT {

    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(3);

    /** For everything that is not waiting: closing, and a machine that is busy. */
    private static final Duration MARGIN = Duration.ofSeconds(20);

    /** How long a server that does not answer is asked to give up a statement. */
    private static final Duration UNANSWERED_CANCEL = Duration.ofSeconds(2);

    private static final Map<String, String> SETTINGS = Map.of(
            "PUNCHLIST_SHUTDOWN_TIMEOUT",
            SHUTDOWN_TIMEOUT.toSeconds() + "s",
            "PUNCHLIST_STARTUP_DATABASE_TIMEOUT",
            "120s");
    private static final int REQUESTS = 10;

    @Test
    void aSecondSignalNeitherShortensTheStopNorDisturbsIt() throws SQLException {
        TestDatabase database = TestPostgres.shared().createDatabase("signal_twice");
        try (ServiceProcess service =
                        ServiceProcess.start(database.environment()).awaitReady();
                Connection blocker = lockTasks(database);
                Statement statement = blocker.createStatement()) {
            List<CompletableFuture<HttpResponse<String>>> slow = creates(service);
            awaitLockWaits(database, "insert into", REQUESTS);

            service.terminate();
            service.awaitOutput("Stopping: not ready any more");
            service.terminate();
            Await.until("new work is refused", () -> service.statusOf("/tasks") == 503);
            statement.execute("rollback");
            long unblocked = System.nanoTime();

            assertThat(statuses(slow)).containsOnly(201);
            assertEnds(service, unblocked, MARGIN);
            assertThat(milestones(service)).containsExactly("Stopping: ", "Requests finished", "Stopped: ");
        }
    }

    @Test
    void aStartThatWaitsForItsDatabaseIsGivenUp() {
        try (RestartablePostgres absent = new RestartablePostgres();
                ServiceProcess service = ServiceProcess.start(absent.database().environment(SETTINGS))) {
            service.awaitOutput("Waiting for the database");

            assertStartIsGivenUp(service, MARGIN);
        }
    }

    @Test
    void aStartOnAFrozenDatabaseIsGivenUp() {
        try (RestartablePostgres postgres = new RestartablePostgres()) {
            postgres.start();
            postgres.freeze();
            try (ServiceProcess service =
                    ServiceProcess.start(postgres.database().environment(SETTINGS))) {
                service.awaitOutput("Settings are in order");

                assertStartIsGivenUp(service, MARGIN);
            } finally {
                postgres.thaw();
            }
        }
    }

    @Test
    void aMigrationThatWaitsForALockIsGivenUpAndLeavesNothingInTheQueue() throws SQLException {
        TestDatabase database = databaseOfTheOrigin();
        try (Connection blocker = lockTasks(database, "share");
                ServiceProcess service = ServiceProcess.start(database.environment(SETTINGS))) {
            awaitLockWait(database, "alter table");

            assertStartIsGivenUp(service, MARGIN);

            // A statement that still waited would make everyone wait who comes after it.
            assertThat(lockWaits(database, "")).isZero();
            blocker.rollback();
        }
        try (ServiceProcess service =
                ServiceProcess.start(database.environment(SETTINGS)).awaitReady()) {
            assertThat(service.statusOf("/tasks/1")).isEqualTo(200);
        }
    }

    @Test
    void aMigrationThatPausesBetweenItsAttemptsIsGivenUp() throws SQLException {
        TestDatabase database = databaseOfTheOrigin();
        try (Connection blocker = lockTasks(database, "share");
                ServiceProcess service = ServiceProcess.start(database.environment(SETTINGS))) {
            service.awaitOutput("the migration is tried again");

            assertStartIsGivenUp(service, MARGIN);

            assertThat(lockWaits(database, "")).isZero();
            blocker.rollback();
        }
    }

    @Test
    void anIndexThatWaitsForWritersIsGivenUpAndMadeByTheNextStart() throws SQLException {
        TestDatabase database = databaseOfTheOrigin();
        try (Connection writer = database.connect();
                Statement statement = writer.createStatement();
                ServiceProcess service = ServiceProcess.start(database.environment(SETTINGS))) {
            writer.setAutoCommit(false);
            // Held back by an open transaction that has not touched the tasks yet.
            statement.execute("select txid_current()");
            awaitLockWait(database, "create index concurrently");

            assertStartIsGivenUp(service, MARGIN);

            assertThat(lockWaits(database, "")).isZero();
            writer.rollback();
        }
        try (ServiceProcess service =
                ServiceProcess.start(database.environment(SETTINGS)).awaitReady()) {
            assertThat(service.errors()).isEmpty();
        }
        assertThat(database.value("select count(*) from pg_index where not indisvalid"))
                .isEqualTo("0");
    }

    @Test
    void aMigrationOnADatabaseThatFreezesIsCutOff() throws SQLException {
        try (RestartablePostgres postgres = new RestartablePostgres()) {
            postgres.start();
            createTasksOfTheOrigin(postgres.database());
            try (Connection blocker = lockTasks(postgres.database(), "share");
                    ServiceProcess service =
                            ServiceProcess.start(postgres.database().environment(SETTINGS))) {
                awaitLockWait(postgres.database(), "alter table");
                postgres.freeze();
                try {
                    assertStartIsGivenUp(service, UNANSWERED_CANCEL.plus(MARGIN));
                } finally {
                    postgres.thaw();
                }
                blocker.rollback();
            }
        }
    }

    @Test
    void requestsInFlightAreAnsweredWhenTheDatabaseIsStopped() throws SQLException {
        try (RestartablePostgres postgres = new RestartablePostgres()) {
            postgres.start();
            try (ServiceProcess service = ServiceProcess.start(
                                    postgres.database().environment(SETTINGS))
                            .awaitReady();
                    Connection blocker = lockTasks(postgres.database())) {
                List<CompletableFuture<HttpResponse<String>>> slow = creates(service);
                awaitLockWaits(postgres.database(), "insert into", REQUESTS);

                postgres.stop();
                long begin = System.nanoTime();
                service.terminate();

                assertThat(statuses(slow)).isSubsetOf(503, 504);
                assertEnds(service, begin, SHUTDOWN_TIMEOUT.plus(MARGIN));
                assertThat(milestones(service)).containsExactly("Stopping: ", "Requests finished", "Stopped: ");
                assertThat(blocker.isValid(1)).isFalse();
            }
        }
    }

    @Test
    void requestsInFlightAreAnsweredAtTheirDeadlineWhenTheDatabaseIsFrozen() throws SQLException {
        try (RestartablePostgres postgres = new RestartablePostgres()) {
            postgres.start();
            try (ServiceProcess service = ServiceProcess.start(postgres.database()
                            .environment(Map.of(
                                    "PUNCHLIST_DEADLINE_USUAL", "2s",
                                    "PUNCHLIST_SHUTDOWN_TIMEOUT", "60s")))
                    .awaitReady()) {
                postgres.freeze();
                List<CompletableFuture<HttpResponse<String>>> slow = creates(service);
                Await.until("readiness is down", () -> service.statusOf("/q/health/ready") == 503);
                long begin = System.nanoTime();
                service.terminate();
                try {
                    assertThat(statuses(slow)).isSubsetOf(503, 504);
                    assertEnds(service, begin, Duration.ofSeconds(2).plus(MARGIN));
                } finally {
                    postgres.thaw();
                }
                assertThat(milestones(service)).containsExactly("Stopping: ", "Requests finished", "Stopped: ");
            }
        }
    }

    @Test
    void requestsThatAreNotAnsweredInTimeAreToldByNumber() throws SQLException {
        TestDatabase database = TestPostgres.shared().createDatabase("signal_late");
        try (ServiceProcess service = ServiceProcess.start(database.environment(Map.of(
                                "PUNCHLIST_SHUTDOWN_TIMEOUT", "1s",
                                "PUNCHLIST_DEADLINE_USUAL", "10s")))
                        .awaitReady();
                Connection blocker = lockTasks(database)) {
            List<CompletableFuture<HttpResponse<String>>> slow = creates(service);
            awaitLockWaits(database, "insert into", REQUESTS);

            long begin = System.nanoTime();
            service.terminate();

            assertEnds(service, begin, Duration.ofSeconds(1).plus(MARGIN));
            assertThat(slow).allSatisfy(request -> assertThat(request).isCompletedExceptionally());
            assertThat(milestones(service))
                    .as(String.join("\n", service.output()))
                    .containsExactly("Stopping: ", REQUESTS + " requests got no answer", "Stopped: ");
            blocker.rollback();
        }
        assertThat(database.value("select count(*) from tasks")).isEqualTo("0");
    }

    private static void assertStartIsGivenUp(ServiceProcess service, Duration limit) {
        long begin = System.nanoTime();
        service.terminate();
        assertEnds(service, begin, limit);
        assertThat(milestones(service)).containsExactly("Stopping during the start", "Stopped before the start");
    }

    /** In time, with the code of a stop, and without a word of alarm. */
    private static void assertEnds(ServiceProcess service, long begin, Duration limit) {
        int code = service.awaitExit();
        Duration taken = Duration.ofNanos(System.nanoTime() - begin);
        String output = String.join("\n", service.output());

        assertThat(taken).as(output).isLessThan(limit);
        assertThat(code).as(output).isEqualTo(143);
        assertThat(service.errors()).isEmpty();
        // The database client itself prints the trace of a connection that breaks at rest: traces are not looked for.
        assertThat(output).doesNotContain("cannot start");
    }

    private static List<String> milestones(ServiceProcess service) {
        return service.output().stream()
                .flatMap(line -> Stream.of(
                                "Stopping: ",
                                "Requests finished",
                                REQUESTS + " requests got no answer",
                                "Stopped: ",
                                "Stopping during the start",
                                "Stopped before the start")
                        .filter(line::contains))
                .toList();
    }

    private static List<CompletableFuture<HttpResponse<String>>> creates(ServiceProcess service) {
        return IntStream.range(0, REQUESTS)
                .mapToObj(number -> service.sendAsync(
                        service.post("{\"title\":\"slow " + number + "\"}").build()))
                .toList();
    }

    private static List<Integer> statuses(List<CompletableFuture<HttpResponse<String>>> answers) {
        return answers.stream().map(Parallel::get).map(HttpResponse::statusCode).toList();
    }

    private static TestDatabase databaseOfTheOrigin() {
        TestDatabase database = TestPostgres.shared().createDatabase("signal_origin");
        createTasksOfTheOrigin(database);
        return database;
    }

    private static void createTasksOfTheOrigin(TestDatabase database) {
        database.execute("create table tasks (id serial primary key, title varchar(50) not null,"
                + " description varchar(255), is_completed boolean not null);"
                + "insert into tasks (title, is_completed) values ('milk', false)");
    }

    private static Connection lockTasks(TestDatabase database) throws SQLException {
        return lockTasks(database, "access exclusive");
    }

    private static Connection lockTasks(TestDatabase database, String mode) throws SQLException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("lock table tasks in " + mode + " mode");
        }
        return connection;
    }

    private static void awaitLockWait(TestDatabase database, String statement) {
        awaitLockWaits(database, statement, 1);
    }

    private static void awaitLockWaits(TestDatabase database, String statement, int count) {
        Await.until(
                "\"" + statement + "\" waits for a lock, " + count + " times",
                () -> lockWaits(database, statement) == count);
    }

    private static int lockWaits(TestDatabase database, String statement) {
        return Integer.parseInt(
                database.value("select count(*) from pg_stat_activity where datname = current_database()"
                        + " and wait_event_type = 'Lock' and query ilike '%" + statement
                        + "%' and pid <> pg_backend_pid()"));
    }
}
