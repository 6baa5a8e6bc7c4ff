package dev.punchlist.task.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.database.query.SqlFragment;
import dev.punchlist.http.input.QueryParameters;
import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TestDatabase;
import dev.punchlist.support.TestPostgres;
import dev.punchlist.task.TaskView;
import dev.punchlist.tenant.Tenant;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a table of many rows, every filter and every order is served by an index: the planner reads the table in no list. */
class TaskPlanIT {

    private static final int ROWS = 200_000;
    private static final TestDatabase DATABASE = TestPostgres.shared().createDatabase("plans");

    @BeforeAll
    static void fill() {
        ServiceProcess.start(DATABASE.environment(Map.of("PUNCHLIST_SCHEMA_MIGRATE", "only")))
                .awaitExit();
        DATABASE.execute("""
                insert into tasks (title, description, is_completed, completed_at, due_at, due_date, priority, labels,
                    external_id, created_at, updated_at)
                select 'task ' || md5(n::text), 'about ' || md5((n + 1)::text), mod(n, 50) <> 0,
                    case when mod(n, 50) <> 0 then timestamptz '2026-01-01Z' + n * interval '1 second' end,
                    case when mod(n, 3) = 0 then timestamptz '2026-06-01Z' + n * interval '1 second' end,
                    case when mod(n, 3) = 1 then date '2026-06-01' + mod(n, 1000) end,
                    case when mod(n, 50) = 1 then 3 else mod(n, 3) end, array['label ' || mod(n, 5000)], 'external ' || n,
                    timestamptz '2026-01-01Z' + n * interval '1 second', timestamptz '2026-02-01Z' + n * interval '1 second'
                from generate_series(1, %d) n""".formatted(ROWS));
        DATABASE.execute("vacuum analyze tasks");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id",
                "-id",
                "title",
                "-title",
                "created_at",
                "-created_at",
                "updated_at",
                "-updated_at",
                "completed_at",
                "-completed_at",
                "due",
                "-due",
                "priority",
                "-priority"
            })
    void everyOrderIsReadFromAnIndexOnTheFirstPageAndDeepInside(String sort) {
        TaskQuery first = query("sort", sort, Optional.empty());
        TaskQuery deep = query("sort", sort, Optional.of(first.sort().placeOf(inTheMiddle(), false)));
        TaskQuery back = query("sort", sort, Optional.of(first.sort().placeOf(inTheMiddle(), true)));

        assertThat(List.of(first, deep, back)).allSatisfy(query -> {
            assertThat(plan(query.select())).contains("Index").doesNotContain("Seq Scan");
            assertThat(rowsRead(query.select())).isLessThan(200);
        });
    }

    private static TaskView inTheMiddle() {
        Instant moment = Instant.parse("2026-02-02T00:00:00Z");
        return new TaskView(
                ROWS / 2, "task 8", null, true, moment, moment, null, 2, List.of(), null, moment, moment, 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "completed=false",
                "q=0123456",
                "ids=5,100000,150000",
                "priority=3",
                "label=label 77",
                "external_id=external 4711",
                "created_after=2026-01-03T07:00:00Z",
                "created_before=2026-01-01T00:01:00Z",
                "updated_after=2026-02-03T07:00:00Z",
                "updated_before=2026-02-01T00:01:00Z",
                "due_after=2029-01-01",
                "due_before=2026-06-01T00:01:00Z"
            })
    void everyFilterIsServedByAnIndex(String filter) {
        String[] parameter = filter.split("=", 2);
        TaskQuery query = query(parameter[0], parameter[1], Optional.empty());

        assertThat(plan(query.select())).contains("Index").doesNotContain("Seq Scan");
        assertThat(plan(query.count())).contains("Index").doesNotContain("Seq Scan");
    }

    private static TaskQuery query(String parameter, String value, Optional<TaskPlace> from) {
        QueryParameters parameters = QueryParameters.of(
                parameter + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8), TaskQuery.PARAMETERS);
        TaskFilter filter = TaskFilter.read(parameters);
        TaskSort sort = TaskSort.read(parameters);
        parameters.requireValid();
        return new TaskQuery(Tenant.DEFAULT, filter, sort, from, 0, 10);
    }

    private static String plan(SqlFragment query) {
        return explain("explain ", query);
    }

    /** How many rows the scans at the bottom of the plan produced. */
    private static long rowsRead(SqlFragment query) {
        return explain("explain (analyze, timing off, costs off, buffers off) ", query)
                .lines()
                .filter(line -> line.contains("Scan"))
                .map(line -> line.replaceAll(".*rows=([\\d.]+) loops=.*", "$1"))
                .mapToLong(rows -> (long) Double.parseDouble(rows))
                .sum();
    }

    private static String explain(String how, SqlFragment query) {
        try (Connection connection = DATABASE.connect();
                PreparedStatement statement = connection.prepareStatement(how + query.text())) {
            for (int index = 0; index < query.values().size(); index++) {
                Object value = query.values().get(index);
                statement.setObject(
                        index + 1, value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value);
            }
            StringBuilder plan = new StringBuilder();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    plan.append(rows.getString(1)).append('\n');
                }
            }
            return plan.toString();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
