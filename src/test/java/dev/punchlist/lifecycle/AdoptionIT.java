package dev.punchlist.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.Parallel;
import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TestDatabase;
import dev.punchlist.support.TestPostgres;
import io.restassured.path.json.JsonPath;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Started on the database of the origin's service, Punchlist keeps what is there and lets that service go on. */
class AdoptionIT {

    private static final int ROWS = 5_000;
    private TestDatabase database = TestPostgres.shared().createDatabase("adoption");

    /** The tables as the origin's framework creates them. */
    @BeforeEach
    void createTheDatabaseOfTheOrigin() {
        database = TestPostgres.shared().createDatabase("adoption");
        database.execute("""
                CREATE TABLE tasks (
                    id SERIAL NOT NULL, title VARCHAR(50) NOT NULL, description VARCHAR(255),
                    is_completed BOOLEAN NOT NULL, PRIMARY KEY (id));
                CREATE INDEX ix_tasks_id ON tasks (id);
                CREATE INDEX ix_tasks_title ON tasks (title);
                CREATE TABLE users (
                    id SERIAL NOT NULL, is_active BOOLEAN NOT NULL, created_at TIMESTAMP WITH TIME ZONE NOT NULL,
                    last_login TIMESTAMP WITH TIME ZONE, PRIMARY KEY (id));
                INSERT INTO users (is_active, created_at) VALUES (true, now());
                INSERT INTO tasks (title, description, is_completed)
                SELECT 'task ' || n, CASE WHEN mod(n, 3) = 0 THEN 'about ' || n END, mod(n, 2) = 0
                FROM generate_series(1, %d) AS n;
                """.formatted(ROWS));
    }

    @Test
    void everyRowIsServedAsItWas() {
        List<List<String>> before =
                database.query("SELECT id, title, description, is_completed FROM tasks ORDER BY id");

        try (ServiceProcess service = startService()) {
            List<List<String>> served = IntStream.range(0, ROWS / 1000)
                    .mapToObj(page -> "/tasks?limit=1000&skip=" + page * 1000)
                    .map(path -> new JsonPath(
                            service.send(service.request(path).build()).body()))
                    .flatMap(page -> page.<Map<String, Object>>getList("").stream())
                    .map(task -> List.of(
                            String.valueOf(task.get("id")),
                            String.valueOf(task.get("title")),
                            String.valueOf(task.get("description")),
                            Boolean.TRUE.equals(task.get("is_completed")) ? "t" : "f"))
                    .toList();

            assertThat(served).isEqualTo(before);
        }
        assertThat(database.query("SELECT is_active, last_login FROM users")).isEqualTo(List.of(List.of("t", "null")));
        assertThat(database.value("SELECT count(*) FROM tasks WHERE is_completed <> (completed_at IS NOT NULL)"))
                .isEqualTo("0");
        assertThat(database.value("SELECT count(*) FROM tasks WHERE version <> 1"))
                .isEqualTo("0");
    }

    @Test
    void anIdBeyondTheAdoptedColumnIsNoOthersTask() {
        try (ServiceProcess service = startService()) {
            assertThat(service.statusOf("/tasks/1")).isEqualTo(200);
            assertThat(service.statusOf("/tasks/4294967297")).isEqualTo(404);
            assertThat(service.send(service.request("/tasks/4294967297")
                                    .DELETE()
                                    .build())
                            .statusCode())
                    .isEqualTo(404);
            assertThat(batch(service, "[{\"op\":\"delete\",\"id\":4294967297}]").statusCode())
                    .isEqualTo(404);
            assertThat(service.send(service.request("/tasks?ids=4294967297").build())
                            .body())
                    .isEqualTo("[]");
            assertThat(service.statusOf("/tasks/1")).isEqualTo(200);
        }
    }

    @Test
    void adoptedTasksAreListedChangedTogetherAndExported() {
        try (ServiceProcess service = startService()) {
            assertThat(service.send(service.request("/tasks?sort=-id&ids=1").build())
                            .body())
                    .startsWith("[{\"id\":1,");
            assertThat(batch(service, "[{\"op\":\"update\",\"id\":1,\"task\":{\"priority\":2}}]")
                            .body())
                    .contains("\"priority\":2");
            assertThat(service.send(service.request("/tasks/export?ids=1").build())
                            .body())
                    .startsWith("{\"id\":1,")
                    .endsWith("{\"end\":true,\"count\":1}\n");
        }
    }

    private static HttpResponse<String> batch(ServiceProcess service, String operations) {
        return service.send(service.request("/tasks/batch")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(operations))
                .build());
    }

    @Test
    void theStatementsOfTheOriginKeepWorkingAndLeaveNoFieldBehind() {
        try (ServiceProcess service = startService()) {
            String id = database.value(
                    "INSERT INTO tasks (title, description, is_completed) VALUES ('theirs', NULL, false) RETURNING id");
            JsonPath inserted = get(service, id);
            database.execute("UPDATE tasks SET is_completed = true WHERE tasks.id = " + id);
            JsonPath completed = get(service, id);
            database.execute("UPDATE tasks SET is_completed = true WHERE tasks.id = " + id);
            JsonPath again = get(service, id);
            database.execute("UPDATE tasks SET is_completed = false, title = 'renamed' WHERE tasks.id = " + id);
            JsonPath reopened = get(service, id);

            assertThat(inserted.getLong("version")).isEqualTo(1);
            assertThat(inserted.getString("completed_at")).isNull();
            assertThat(completed.getLong("version")).isEqualTo(2);
            assertThat(completed.getString("completed_at")).isEqualTo(completed.getString("updated_at"));
            assertThat(Instant.parse(completed.getString("updated_at")))
                    .isAfter(Instant.parse(inserted.getString("updated_at")));
            assertThat(again.getMap("")).isEqualTo(completed.getMap(""));
            assertThat(reopened.getLong("version")).isEqualTo(3);
            assertThat(reopened.getString("completed_at")).isNull();
            assertThat(reopened.getString("title")).isEqualTo("renamed");
            assertThat(database.query("SELECT tasks.id, tasks.title, tasks.description, tasks.is_completed FROM tasks"
                            + " ORDER BY tasks.id LIMIT 10 OFFSET 4995"))
                    .hasSize(6);
        }
    }

    @Test
    void bothServicesCanWriteTheSameTaskAtTheSameTime() {
        try (ServiceProcess service = startService()) {
            Parallel.times(20, writer -> {
                if (writer % 2 == 0) {
                    database.execute("UPDATE tasks SET title = 'theirs " + writer + "' WHERE tasks.id = 1");
                    return 200;
                }
                HttpRequest request = service.request("/tasks/1")
                        .header("Content-Type", "application/merge-patch+json")
                        .method(
                                "PATCH",
                                HttpRequest.BodyPublishers.ofString("{\"description\":\"ours " + writer + "\"}"))
                        .build();
                return service.send(request).statusCode();
            });

            JsonPath task = get(service, "1");
            assertThat(task.getString("title")).startsWith("theirs ");
            assertThat(task.getString("description")).startsWith("ours ");
            assertThat(task.getLong("version")).isEqualTo(21);
        }
    }

    /** What was seen in the field, all in one table. */
    @Test
    void aTableWithMoreThanTheOriginsIsServedAsItIs() {
        database.execute("""
                DROP TABLE tasks;
                CREATE DOMAIN short AS varchar(300);
                CREATE TABLE tasks (
                    aaa jsonb DEFAULT '{}', id smallint GENERATED ALWAYS AS IDENTITY UNIQUE, title text NOT NULL,
                    description short CHECK (description <> 'forbidden'), is_completed boolean, created_at timestamptz,
                    "order" integer, owner varchar DEFAULT 'nobody', loud text GENERATED ALWAYS AS (upper(title)) STORED,
                    project integer DEFAULT 1, PRIMARY KEY (project, id));
                CREATE UNIQUE INDEX uq_titles ON tasks (md5(title));
                CREATE VIEW titles AS SELECT id, title, is_completed FROM tasks;
                CREATE TABLE notes (task smallint REFERENCES tasks (id));
                ALTER TABLE tasks ENABLE ROW LEVEL SECURITY;
                INSERT INTO tasks (title, is_completed, created_at) VALUES ('one', NULL, NULL), ('two', true, now());
                INSERT INTO tasks (title) SELECT string_agg(md5(n::text), '') FROM generate_series(1, 1000) n;
                INSERT INTO notes VALUES (1);
                """);
        try (ServiceProcess service = startService()) {
            database.execute("INSERT INTO tasks (title, is_completed) VALUES ('theirs', NULL)");

            assertThat(new JsonPath(service.send(
                                            service.request("/tasks?sort=title").build())
                                    .body())
                            .getList("id", Integer.class))
                    .containsExactly(3, 1, 4, 2);
            assertThat(new JsonPath(service.send(service.request("/tasks?completed=false")
                                            .build())
                                    .body())
                            .getList("id", Integer.class))
                    .containsExactly(1, 3, 4);
            assertThat(service.send(service.post("{\"title\":\"ours\"}").build())
                            .statusCode())
                    .isEqualTo(201);
            assertThat(service.send(service.post("{\"title\":\"one\"}").build()).statusCode())
                    .isEqualTo(409);
            assertThat(service.send(service.post("{\"title\":\"x\",\"description\":\"forbidden\"}")
                                    .build())
                            .statusCode())
                    .isEqualTo(422);
            assertThat(service.send(service.request("/tasks/1").DELETE().build())
                            .statusCode())
                    .isEqualTo(409);
            assertThat(service.send(service.request("/tasks/2").DELETE().build())
                            .statusCode())
                    .isEqualTo(204);
            assertThat(batch(
                                    service,
                                    "[{\"op\":\"update\",\"id\":1,\"task\":{\"priority\":2}},{\"op\":\"create\",\"task\":"
                                            + "{\"title\":\"batched\",\"external_id\":\"b\"}}]")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(service.send(service.request("/tasks/import")
                                    .header("Content-Type", "application/x-ndjson")
                                    .POST(HttpRequest.BodyPublishers.ofString(
                                            "{\"title\":\"batched\",\"priority\":1,\"external_id\":\"b\"}"))
                                    .build())
                            .body())
                    .contains("\"updated\":1");
            assertThat(service.send(service.request("/tasks/export").build()).body())
                    .endsWith("{\"end\":true,\"count\":5}\n");
            assertThat(database.value("SELECT count(*) FROM titles")).isEqualTo("5");
        }
    }

    @Test
    void aSecondStartChangesNothing() {
        try (ServiceProcess first = startService()) {
            first.terminate();
            first.awaitExit();
        }
        String before = fingerprint();

        try (ServiceProcess second = startService()) {
            assertThat(second.output()).anyMatch(line -> line.contains("0 migrations applied"));
        }

        assertThat(fingerprint()).isEqualTo(before);
    }

    private String fingerprint() {
        return database.value("SELECT md5(string_agg(tasks::text, ',' ORDER BY id)) FROM tasks");
    }

    private ServiceProcess startService() {
        return ServiceProcess.start(database.environment()).awaitReady();
    }

    private static JsonPath get(ServiceProcess service, String id) {
        return new JsonPath(
                service.send(service.request("/tasks/" + id).build()).body());
    }
}
