package dev.punchlist.task;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.punchlist.support.ContractFilter;
import dev.punchlist.support.Parallel;
import dev.punchlist.support.Tasks;
import dev.punchlist.support.TestDatabase;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What others do to the table by SQL, while the service runs, fails no request that can be done. */
@QuarkusTest
@ExtendWith(ContractFilter.class)
class SharedTableTest {

    private static final TestDatabase DATABASE = TestDatabase.ofTheService();
    private static final String NDJSON = "application/x-ndjson";

    private final String label = UUID.randomUUID().toString();
    private final List<String> undo = new ArrayList<>();

    @AfterEach
    void leaveNothing() {
        DATABASE.execute("delete from tasks where '" + label + "' = any(labels) or title like '%" + label + "%'");
        undo.forEach(DATABASE::execute);
    }

    private void change(String sql, String undoneBy) {
        undo.add(0, undoneBy);
        DATABASE.execute(sql);
    }

    private long create(String title) {
        return Tasks.create(Map.of("title", title, "labels", List.of(label))).getLong("id");
    }

    private static Response patch(long id, String body) {
        return given().contentType("application/merge-patch+json").body(body).patch("/tasks/{id}", id);
    }

    private static Response batch(String operations) {
        return given().contentType("application/json").body(operations).post("/tasks/batch");
    }

    private static Response imported(String line) {
        return given().contentType(NDJSON)
                .body(line.getBytes(StandardCharsets.UTF_8))
                .post("/tasks/import");
    }

    @Test
    void columnsComeAndGoWithoutAFailedRequest() {
        AtomicBoolean over = new AtomicBoolean();
        int kinds = 7;

        List<List<Integer>> statuses = Parallel.times(kinds + 1, index -> {
            if (index < kinds) {
                List<Integer> answered = new ArrayList<>();
                do {
                    answered.add(request(index));
                } while (!over.get());
                return answered;
            }
            try {
                for (int round = 0; round < 5; round++) {
                    DATABASE.execute("alter table tasks add column owner varchar, add column meta jsonb default '{}'");
                    DATABASE.execute("alter table tasks add column aaa integer, add column \"order\" text default 'x'");
                    DATABASE.execute("alter table tasks drop column owner, drop column meta, drop column aaa,"
                            + " drop column \"order\"");
                }
            } finally {
                over.set(true);
            }
            return List.of();
        });

        assertThat(statuses.stream().flatMap(List::stream)).allMatch(status -> status < 300);
    }

    private int request(int kind) {
        long id = create("under load");
        return switch (kind) {
            case 0 -> given().get("/tasks/{id}", id).statusCode();
            case 1 -> given().get("/tasks?sort=-title&label=" + label).statusCode();
            case 2 -> patch(id, "{\"priority\":1}").statusCode();
            case 3 ->
                batch("[{\"op\":\"update\",\"id\":" + id + ",\"task\":{\"priority\":2}},{\"op\":\"create\",\"task\":"
                                + "{\"title\":\"batched\",\"labels\":[\"" + label + "\"]}}]")
                        .statusCode();
            case 4 -> complete(given().get("/tasks/export?label=" + label));
            case 5 -> complete(imported("{\"title\":\"imported\",\"labels\":[\"" + label + "\"]}"));
            default -> given().delete("/tasks/{id}", id).statusCode();
        };
    }

    /** A stream that fails on its way has no status to say so, and no true end. */
    private static int complete(Response stream) {
        return stream.asString().contains("\"end\":true") ? stream.statusCode() : 599;
    }

    @ParameterizedTest
    @CsvSource({
        "due_at,'''infinity''',ck_tasks_due_at",
        "due_at,'''-infinity''',ck_tasks_due_at",
        "due_at,'''20000-01-01Z''',ck_tasks_due_at",
        "due_date,'''infinity''',ck_tasks_due_date",
        "due_date,'''0044-03-15 BC''',ck_tasks_due_date",
        "created_at,'''-infinity''',ck_tasks_created_at",
        "updated_at,'''infinity''',ck_tasks_updated_at",
        "completed_at,'''infinity''',ck_tasks_completed_at",
        "labels,'array[''LABEL'', null]',ck_tasks_labels",
        "labels,'array[array[''LABEL''], array[''more'']]',ck_tasks_labels"
    })
    void aRowThatIsOlderThanItsConstraintIsReadChangedAndExported(String column, String value, String constraint) {
        long id = create("old " + label);
        String definition =
                DATABASE.value("select replace(pg_get_constraintdef(oid), ' NOT VALID', '') from pg_constraint"
                        + " where conname = '" + constraint + "'");
        change(
                "alter table tasks drop constraint " + constraint,
                "alter table tasks add constraint %s %s not valid".formatted(constraint, definition));
        DATABASE.execute("update tasks set %s = %s, version = version + 1 where id = %d"
                .formatted(column, value.replace("LABEL", label), id));

        JsonPath task = Tasks.get(id);
        JsonPath listed =
                given().get("/tasks?sort=due,title,-created_at&ids=" + id).jsonPath();

        assertThat(listed.getMap("[0]")).isEqualTo(task.getMap(""));
        assertThat(task.getList("labels", String.class)).doesNotContainNull();
        assertThat(task.getString("due_at")).isNull();
        assertThat(task.getString("created_at")).matches("\\d{4}-.*Z");
        given().get("/tasks/export?ids=" + id).then().body(containsString("{\"end\":true,\"count\":1}"));
        patch(id, "{\"description\":\"changed\"}").then().statusCode(200).body("description", equalTo("changed"));
        batch("[{\"op\":\"update\",\"id\":" + id + ",\"task\":{\"priority\":3}}]")
                .then()
                .statusCode(200);
    }

    @Test
    void aTitleOfAnyLengthIsReadListedPagedChangedAndExported() {
        DATABASE.execute("insert into tasks (title, labels) select string_agg(md5(n::text), '') || '%1$s', '{%1$s}'"
                        .formatted(label)
                + " from generate_series(1, 400) n, generate_series(1, 3) m group by m");
        long id = create("short");

        List<Long> first = given().get("/tasks?sort=title&limit=2&label=" + label)
                .jsonPath()
                .getList("id", Long.class);
        Response page = given().get("/tasks?sort=title&limit=2&label=" + label);
        List<Long> second = given().urlEncodingEnabled(false)
                .get(page.header("Link").replaceAll(".*<([^>]*)>; rel=\"next\".*", "$1"))
                .jsonPath()
                .getList("id", Long.class);

        assertThat(Stream.concat(first.stream(), second.stream()))
                .hasSize(4)
                .doesNotHaveDuplicates()
                .endsWith(id);
        assertThat(Tasks.get(first.get(0)).getString("title")).hasSizeGreaterThan(10_000);
        patch(first.get(0), "{\"priority\":1}").then().statusCode(200);
        given().get("/tasks/export?label=" + label).then().body(containsString("{\"end\":true,\"count\":4}"));
    }

    @Test
    void aForeignUniqueIndexIsAConflictAndABatchNamesTheOperation() {
        change("create unique index uq_titles on tasks (title) where title like 'unique %'", "drop index uq_titles");
        create("unique " + label);
        long other = create("other");
        String taken = "{\"title\":\"unique " + label + "\",\"labels\":[\"" + label + "\"]}";

        given().contentType("application/json")
                .body(taken)
                .post("/tasks")
                .then()
                .statusCode(409)
                .body("type", equalTo("/problems/constraint-conflict"))
                .body("detail", containsString("\"uq_titles\""));
        patch(other, taken).then().statusCode(409);
        given().contentType("application/json")
                .body(taken)
                .put("/tasks/{id}", other)
                .then()
                .statusCode(409);
        imported(taken)
                .then()
                .statusCode(200)
                .body(containsString("\"line\":1"))
                .body(containsString("\"constraint_conflict\""));
        String operations = "[{\"op\":\"create\",\"task\":{\"title\":\"first\",\"labels\":[\"" + label
                + "\"]}},{\"op\":\"create\",\"task\":" + taken + "},{\"op\":\"update\",\"id\":" + other
                + ",\"task\":{\"priority\":4}}]";
        batch(operations).then().statusCode(409).body("errors[0].pointer", equalTo("/1"));
        assertThat(Tasks.get(other).getInt("priority")).isZero();
        Response each = given().contentType("application/json").body(operations).post("/tasks/batch?atomic=false");
        each.then().statusCode(207);
        assertThat(each.jsonPath().getList("status", Integer.class)).containsExactly(201, 409, 200);
        assertThat(Tasks.get(other).getInt("priority")).isEqualTo(4);
    }

    @Test
    void manyOperationsAreToldApart() {
        change(
                "alter table tasks add constraint ck_even check (title not like 'odd %') not valid",
                "alter table tasks drop constraint ck_even");
        List<Map<String, Object>> operations = IntStream.range(0, 40)
                .<Map<String, Object>>mapToObj(index -> Map.of(
                        "op",
                        "create",
                        "task",
                        Map.of("title", index % 10 == 7 ? "odd 1" : "even", "labels", List.of(label))))
                .toList();

        Response answer =
                given().contentType("application/json").body(operations).post("/tasks/batch?atomic=false");

        answer.then().statusCode(207);
        assertThat(answer.jsonPath().getList("findAll { it.status == 422 }.index", Integer.class))
                .containsExactly(7, 17, 27, 37);
        assertThat(answer.jsonPath().getList("findAll { it.status == 201 }")).hasSize(36);
    }

    @Test
    void aForeignRuleOfARowIsBrokenNotFailed() {
        change(
                "alter table tasks add constraint ck_words check (title not like 'forbidden %') not valid",
                "alter table tasks drop constraint ck_words");
        long id = create("allowed");
        String forbidden = "{\"title\":\"forbidden " + label + "\"}";

        given().contentType("application/json")
                .body(forbidden)
                .post("/tasks")
                .then()
                .statusCode(422)
                .body("type", equalTo("/problems/constraint-violated"))
                .body("detail", containsString("\"ck_words\""));
        patch(id, forbidden).then().statusCode(422);
        imported(forbidden).then().statusCode(200).body(containsString("\"constraint_violated\""));
        batch("[{\"op\":\"create\",\"task\":" + forbidden + "}]").then().statusCode(422);
    }

    @Test
    void aForeignColumnThatMustHaveAValueIsARule() {
        change(
                "alter table tasks add column owner text not null default 'x'; alter table tasks alter owner drop default",
                "alter table tasks drop column owner");

        given().contentType("application/json")
                .body(Map.of("title", "ownerless"))
                .post("/tasks")
                .then()
                .statusCode(422)
                .body("detail", containsString("\"owner\""));
        given().get("/tasks?limit=1").then().statusCode(200);
    }

    @Test
    void whatAForeignTriggerRaisesIsARule() {
        change(
                "create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;"
                        + " create trigger refuse before insert on tasks for each row when (new.title like 'raise %')"
                        + " execute function refuse()",
                "drop function refuse() cascade");

        given().contentType("application/json")
                .body(Map.of("title", "raise " + label))
                .post("/tasks")
                .then()
                .statusCode(422);
    }

    /** Triggers that look at a column keep its type. */
    private void changeTypes(String types, String undoneBy) {
        List<List<String>> triggers =
                DATABASE.query("select tgname, pg_get_triggerdef(oid) from pg_trigger where tgrelid = 'tasks'::regclass"
                        + " and not tgisinternal");
        String before = triggers.stream()
                .map(row -> "drop trigger " + row.get(0) + " on tasks;")
                .collect(Collectors.joining());
        String after = triggers.stream().map(row -> row.get(1) + ";").collect(Collectors.joining());
        change(
                before + "alter table tasks " + types + ";" + after,
                before + "alter table tasks " + undoneBy + ";" + after);
    }

    @Test
    void narrowerColumnsOfAnAdoptedTableAreComparedAllTheSame() {
        changeTypes(
                "alter title type varchar(60) using left(title, 60), alter description type varchar(255),"
                        + " alter priority type smallint, alter labels type varchar[]",
                "alter title type text, alter description type text, alter priority type integer, alter labels type text[]");
        String same = "{\"external_id\":\"same " + label + "\",\"title\":\"t\",\"labels\":[\"" + label + "\"]}";
        String other = same.replace("same", "other");
        imported(same + "\n" + other).then().statusCode(200);
        String lines = same + "\n" + other.replace("\"t\"", "\"u\"") + "\n" + same.replace("same", "new");

        for (String query : List.of("?dry_run=true", "?atomic=true", "")) {
            given().contentType(NDJSON)
                    .body(lines.getBytes(StandardCharsets.UTF_8))
                    .post("/tasks/import" + query)
                    .then()
                    .statusCode(200)
                    .body(containsString("\"lines\":3,\"created\":1,\"updated\":1,\"unchanged\":1,\"rejected\":0"));
            DATABASE.execute("delete from tasks where external_id = 'new " + label + "'");
            imported(other).then().statusCode(200);
        }
        batch("[{\"op\":\"create\",\"task\":" + same.replace("same", "batch") + "}]")
                .then()
                .statusCode(200);
    }

    @Test
    void aBatchTellsItsTasksApartWhereIdsDoNotAscend() {
        change(
                "create sequence falling as bigint increment -7 start -1;"
                        + " alter table tasks alter id set default 9000000000000 + nextval('falling')",
                "alter table tasks alter id set default nextval('tasks_id_seq'); drop sequence falling");
        List<String> titles =
                IntStream.range(0, 100).mapToObj(index -> "t" + index).toList();

        Response answer = given().contentType("application/json")
                .body(titles.stream()
                        .map(title -> Map.of("op", "create", "task", Map.of("title", title, "labels", List.of(label))))
                        .toList())
                .post("/tasks/batch");

        assertThat(answer.jsonPath().getList("task.title", String.class)).isEqualTo(titles);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0A000", "22003", "22012", "22023", "22P02", "2200H", "23000", "44000", "45000", "P0002", "P0004",
                "UE001", "MY123"
            })
    void whateverStateAForeignTriggerRaisesItIsARule(String state) {
        change(
                "create function refuse() returns trigger language plpgsql as $$ begin if coalesce(new.title, old.title)"
                        + " like 'raise %' then raise exception 'no' using errcode = '" + state + "'; end if;"
                        + " return coalesce(new, old); end $$;"
                        + " create trigger refuse before insert or update on tasks for each row execute function refuse()",
                "drop function refuse() cascade");
        long id = create("fine");
        String raising = "{\"title\":\"raise " + label + "\"}";

        given().contentType("application/json")
                .body(raising)
                .post("/tasks")
                .then()
                .statusCode(422)
                .body("type", equalTo("/problems/constraint-violated"));
        patch(id, raising).then().statusCode(422);
        batch("[{\"op\":\"create\",\"task\":" + raising + "}]")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/0"));
        imported(raising).then().statusCode(200).body(containsString("\"rejected\":1"));
        given().get("/tasks/{id}", id).then().statusCode(200);
    }

    /** A trigger that returns nothing keeps the row from being written, and says nothing. */
    @Test
    void whatAForeignTriggerDiscardsIsNotTakenForWritten() {
        long soft = create("discard soft");
        change(
                "create function discard() returns trigger language plpgsql as $$ begin"
                        + " if coalesce(new.title, old.title) like 'discard %' then return null; end if;"
                        + " return coalesce(new, old); end $$;"
                        + " create trigger discard before insert or update or delete on tasks for each row"
                        + " execute function discard()",
                "drop function discard() cascade");
        undo.add("delete from tasks where id = " + soft);
        long id = create("kept");

        String discarded = "{\"title\":\"discard " + label + "\",\"labels\":[\"" + label + "\"]}";
        given().contentType("application/json")
                .body(discarded)
                .post("/tasks")
                .then()
                .statusCode(422);
        patch(id, discarded).then().statusCode(422);
        given().delete("/tasks/{id}", soft).then().statusCode(422);
        String operations = "[{\"op\":\"create\",\"task\":{\"title\":\"fine\",\"labels\":[\"%s\"]}},".formatted(label)
                + "{\"op\":\"delete\",\"id\":" + soft + "},{\"op\":\"create\",\"task\":" + discarded
                + "},{\"op\":\"update\",\"id\":" + id + ",\"task\":" + discarded + "}]";
        batch(operations).then().statusCode(422).body("errors[0].pointer", equalTo("/1"));
        Response each = given().contentType("application/json").body(operations).post("/tasks/batch?atomic=false");
        assertThat(each.jsonPath().getList("status", Integer.class)).containsExactly(201, 422, 422, 422);
        given().get("/tasks/{id}", soft).then().statusCode(200);
        String external = "{\"title\":\"imported\",\"external_id\":\"" + label + "\",\"labels\":[\"" + label + "\"]}";
        imported(external).then().statusCode(200);
        String lines = discarded + "\n" + external + "\n" + external.replace("\"imported\"", "\"discard it\"") + "\n"
                + external.replace(label + "\",", "new " + label + "\",");
        imported(lines)
                .then()
                .statusCode(200)
                .body(containsString("\"line\":1,"))
                .body(containsString("\"line\":3,"))
                .body(containsString("\"created\":1,\"updated\":0,\"unchanged\":1,\"rejected\":2"));
        given().contentType(NDJSON)
                .body(lines.getBytes(StandardCharsets.UTF_8))
                .post("/tasks/import?atomic=true")
                .then()
                .statusCode(422);
    }

    /** What their trigger makes of a line is what it is compared with. */
    @Test
    void aLineThatAForeignTriggerRewritesIsUnchangedTheNextTime() {
        change(
                "create function shout() returns trigger language plpgsql as $$ begin new.title := upper(new.title);"
                        + " return new; end $$;"
                        + " create trigger shout before insert or update on tasks for each row execute function shout()",
                "drop function shout() cascade");
        String line = "{\"title\":\"loud\",\"external_id\":\"" + label + "\",\"labels\":[\"" + label + "\"]}";

        imported(line).then().statusCode(200).body(containsString("\"created\":1"));
        imported(line).then().statusCode(200).body(containsString("\"unchanged\":1,\"rejected\":0"));
    }

    @Test
    void anAnswerTellsWhatAForeignTriggerMadeOfATask() {
        change(
                "create function shout() returns trigger language plpgsql as $$ begin new.title := upper(new.title);"
                        + " new.labels := new.labels || array['added']; return new; end $$;"
                        + " create trigger shout before insert or update on tasks for each row execute function shout()",
                "drop function shout() cascade");
        List<Response> answers = new ArrayList<>();
        String body = "{\"title\":\"loud\",\"labels\":[\"" + label + "\"]}";

        answers.add(given().contentType("application/json").body(body).post("/tasks"));
        long id = answers.get(0).jsonPath().getLong("id");
        assertThat(answers.get(0).jsonPath().getMap("")).isEqualTo(Tasks.get(id).getMap(""));
        answers.add(given().contentType("application/json").body(body).put("/tasks/{id}", id));
        assertThat(answers.get(1).jsonPath().getMap("")).isEqualTo(Tasks.get(id).getMap(""));
        assertThat(answers.get(1).header("ETag"))
                .isEqualTo(given().get("/tasks/{id}", id).header("ETag"));
        answers.add(patch(id, "{\"title\":\"patched\"}"));
        assertThat(answers.get(2).jsonPath().getMap("")).isEqualTo(Tasks.get(id).getMap(""));
        Response batched = batch("[{\"op\":\"update\",\"id\":" + id + ",\"task\":{\"title\":\"batched\"}}]");
        assertThat(batched.jsonPath().getMap("[0].task"))
                .isEqualTo(Tasks.get(id).getMap(""));

        assertThat(answers.stream().map(answer -> answer.jsonPath().getString("title")))
                .containsExactly("LOUD", "LOUD", "PATCHED");
        assertThat(answers.get(0).jsonPath().getList("labels", String.class)).containsExactly(label, "added");
    }

    @Test
    void anImportRejectsTheLinesThatAForeignConstraintRefusesAndWritesTheRest() {
        change(
                "create unique index uq_titles on tasks (title) where title like '%" + label + "'",
                "drop index uq_titles");
        String lines = IntStream.rangeClosed(1, 2_501)
                .mapToObj(line -> "{\"title\":\"%d %s\",\"labels\":[\"%2$s\"]}"
                        .formatted(line == 1_700 || line == 2_400 ? 5 : line, label))
                .collect(Collectors.joining("\n"));

        List<String> report = imported(lines).asString().lines().toList();

        assertThat(report).hasSize(3);
        assertThat(report.get(0)).contains("\"line\":1700,", "\"constraint_conflict\"", "uq_titles");
        assertThat(report.get(1)).contains("\"line\":2400,");
        assertThat(report.get(2))
                .contains("\"end\":true,\"lines\":2501,\"created\":2499,\"updated\":0,\"unchanged\":0,\"rejected\":2");
        assertThat(DATABASE.value("select count(*) from tasks where '" + label + "' = any(labels)"))
                .isEqualTo("2499");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 999, 1_000, 1_001, 1_700, 2_501})
    void anAtomicImportNamesTheFirstLineThatAForeignConstraintRefuses(int refused) {
        change(
                "create unique index uq_titles on tasks (title) where title like '%" + label + "'",
                "drop index uq_titles");
        imported("{\"title\":\"taken " + label + "\"}").then().statusCode(200);
        String lines = IntStream.rangeClosed(1, 2_501)
                .mapToObj(line -> "{\"title\":\"%s %s\",\"labels\":[\"%2$s\"]}"
                        .formatted(line == refused || line == 2_501 ? "taken" : line, label))
                .collect(Collectors.joining("\n"));

        Response answer = given().contentType(NDJSON)
                .body(("\n" + lines).getBytes(StandardCharsets.UTF_8))
                .post("/tasks/import?atomic=true");

        answer.then().statusCode(409).body("detail", containsString("Line " + (refused + 1) + ":"));
        assertThat(DATABASE.value("select count(*) from tasks where '" + label + "' = any(labels)"))
                .isEqualTo("0");
    }

    @Test
    void anotherServiceCanChangeTheTypeOfAColumn() {
        change(
                "alter table tasks alter title type varchar(300), alter description type varchar(3000)",
                "alter table tasks alter title type text, alter description type text");
        long id = create("typed");

        DATABASE.execute("update tasks set title = 'by another' where id = " + id);

        given().get("/tasks/{id}", id).then().statusCode(200).body("version", equalTo(2));
        DATABASE.execute("update tasks set priority = 1 where id = " + id);
        given().get("/tasks/{id}", id).then().body("version", equalTo(2));
    }

    @Test
    void theLastVersionThereIsIsNotFollowedByAnother() {
        long id = create("old");
        DATABASE.execute("update tasks set version = 9223372036854775807 where id = " + id);

        patch(id, "{\"priority\":1}").then().statusCode(422);
        batch("[{\"op\":\"update\",\"id\":" + id + ",\"task\":{\"priority\":2}}]")
                .then()
                .statusCode(422);

        assertThat(Tasks.get(id).getInt("priority")).isZero();
        given().delete("/tasks/{id}", id).then().statusCode(204);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void anIdOfAnotherWriterIsAnIdWhateverItsSign(long id) {
        DATABASE.execute("insert into tasks (id, title, labels) values (%d, 'odd id', '{%s}')".formatted(id, label));

        assertThat(given().get("/tasks?label=" + label).jsonPath().getList("id", Long.class))
                .containsExactly(id);
        given().get("/tasks/{id}", id).then().statusCode(200).body("title", equalTo("odd id"));
        patch(id, "{\"priority\":1}").then().statusCode(200);
        batch("[{\"op\":\"update\",\"id\":" + id + ",\"task\":{\"priority\":2}}]")
                .then()
                .statusCode(200);
        given().delete("/tasks/{id}", id).then().statusCode(204);
    }

    @ParameterizedTest
    @CsvSource({"restrict", "no action", "no action deferrable initially deferred"})
    void aForeignKeyThatNeedsATaskKeepsIt(String rule) {
        change("create table notes (task bigint references tasks (id) on delete " + rule + ")", "drop table notes");
        long needed = create("needed");
        long free = create("free");
        DATABASE.execute("insert into notes values (" + needed + ")");
        String operations = "[{\"op\":\"delete\",\"id\":" + free + "},{\"op\":\"delete\",\"id\":" + needed + "}]";

        given().delete("/tasks/{id}", needed)
                .then()
                .statusCode(409)
                .body("type", equalTo("/problems/constraint-conflict"));
        batch(operations).then().statusCode(409).body("errors[0].pointer", equalTo("/1"));
        given().get("/tasks/{id}", free).then().statusCode(200);
        Response each = given().contentType("application/json").body(operations).post("/tasks/batch?atomic=false");
        assertThat(each.jsonPath().getList("status", Integer.class)).containsExactly(204, 409);
        given().get("/tasks/{id}", needed).then().statusCode(200);
        DATABASE.execute("delete from notes");
    }

    @ParameterizedTest
    @CsvSource({
        "Çan, çan",
        "çan, ÇAN",
        "ΟΔΟΣ, οδος",
        "οδός, ΟΔΌΣ",
        "λόγος, ΛΌΓΟσ",
        "Straße, STRASSE",
        "Strasse, straße",
        "STRAẞE, straße",
        "İstanbul, istanbul",
        "ДЕЛО, дело",
        "100%_\\x, 100%_\\X",
        "ﬀ, ﬀ",
        "Café, cafe\u0301",
        "Cafe\u0301, CAFÉ",
        "Việt, vie\u0323\u0302t"
    })
    void aSearchTakesForOneWhatAReaderDoes(String title, String q) {
        long id = create(title);

        assertThat(given().queryParam("q", q)
                        .queryParam("label", label)
                        .get("/tasks")
                        .jsonPath()
                        .getList("id", Long.class))
                .containsExactly(id);
    }
}
