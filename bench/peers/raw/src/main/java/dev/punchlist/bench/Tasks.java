package dev.punchlist.bench;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.StreamSupport;

/** The table of tasks, by the statements that Punchlist sends for the same calls. */
final class Tasks {

    private static final String TENANT = "default";

    private static final String SELECT =
            "select id, title, description, is_completed, completed_at, due_at, due_date, priority, labels, external_id,"
                    + " created_at, updated_at, version from tasks where tenant = $1";

    private static final String BY_ID = SELECT + " and id = $2";
    // A limit in a parameter would have each execution planned anew.
    private static final String FIRST = SELECT + " order by id limit ";
    private static final String BEHIND = SELECT + " and id > $2 order by id limit ";

    private static final String INSERT = """
            insert into tasks (completed_at, created_at, description, due_at, due_date, external_id, is_completed, labels,
                priority, tenant, title, updated_at, version)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning id""";

    private static final String UPDATE = """
            update tasks set completed_at = $1, description = $2, due_at = $3, due_date = $4, external_id = $5,
                is_completed = $6, labels = $7, priority = $8, title = $9, updated_at = $10, version = $11
            where id = $12 and version = $13""";

    private final Pool pool;
    private final SqlClient lookups;

    /** On a connection for each statement or transaction, and for lookups on connections that they share. */
    Tasks(Pool pool, SqlClient lookups) {
        this.pool = pool;
        this.lookups = lookups;
    }

    /** None or one. */
    Future<List<Task>> byId(long id) {
        return lookups.preparedQuery(BY_ID).execute(Tuple.of(TENANT, id)).map(Tasks::all);
    }

    Future<List<Task>> first(int limit) {
        return pool.preparedQuery(FIRST + limit).execute(Tuple.of(TENANT)).map(Tasks::all);
    }

    Future<List<Task>> behind(long id, int limit) {
        return pool.preparedQuery(BEHIND + limit).execute(Tuple.of(TENANT, id)).map(Tasks::all);
    }

    Future<Task> create(JsonObject draft) {
        Task task = Task.of(draft, now());
        return pool.preparedQuery(INSERT)
                .execute(task.inserted(TENANT))
                .map(rows -> task.withId(rows.iterator().next().getLong(0)));
    }

    /** Patches the task, locked meanwhile, if its tag is this; else fails with the status to answer. */
    Future<Task> patch(long id, JsonObject patch, String tag) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(BY_ID + " for no key update")
                .execute(Tuple.of(TENANT, id))
                .map(Tasks::all)
                .compose(found -> patch(connection, found, patch, tag)));
    }

    private static Future<Task> patch(SqlConnection connection, List<Task> found, JsonObject patch, String tag) {
        if (found.isEmpty()) {
            return Future.failedFuture(new Refusal(404));
        }
        if (!found.get(0).tag().equals(tag)) {
            return Future.failedFuture(new Refusal(412));
        }
        Task task = found.get(0).patched(patch, now());
        return connection.preparedQuery(UPDATE).execute(task.updated()).map(task);
    }

    private static List<Task> all(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).map(Task::of).toList();
    }

    private static OffsetDateTime now() {
        return OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
    }
}
