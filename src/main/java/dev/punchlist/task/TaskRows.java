package dev.punchlist.task;

import dev.punchlist.PunchlistConfig;
import dev.punchlist.database.QueryText;
import dev.punchlist.database.Streams;
import dev.punchlist.tenant.Scope;
import dev.punchlist.tenant.Tenant;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tasks by the row, for set operations and streams, where entities would cost more than they give. */
@Singleton
public class TaskRows {

    /** Of many drafts at once, each column as an array. A row that is as it should be is left alone. */
    private static final String UPSERT = """
            with written as (
                insert into tasks as t (tenant, title, description, is_completed, completed_at, due_at, due_date, priority,
                    labels, external_id, created_at, updated_at, version)
                select $1, title, description, is_completed, case when is_completed then $2::timestamptz end, due_at, due_date, priority,
                    cast(labels as text[]), external_id, $2::timestamptz, $2::timestamptz, 1
                from unnest($3::text[], $4::text[], $5::boolean[], $6::timestamptz[], $7::date[], $8::integer[],
                    $9::text[], $10::text[])
                    as draft (title, description, is_completed, due_at, due_date, priority, labels, external_id)
                on conflict (tenant, external_id) where external_id is not null do update set
                    title = excluded.title,
                    description = excluded.description,
                    is_completed = excluded.is_completed,
                    completed_at = case when excluded.is_completed = t.is_completed then t.completed_at
                        when excluded.is_completed then greatest(excluded.updated_at, t.updated_at) end,
                    due_at = excluded.due_at,
                    due_date = excluded.due_date,
                    priority = excluded.priority,
                    labels = excluded.labels,
                    updated_at = greatest(excluded.updated_at, t.updated_at),
                    version = t.version + 1
                where (t.title, t.description, t.is_completed, t.due_at, t.due_date, t.priority, t.labels)
                    is distinct from (excluded.title, excluded.description, excluded.is_completed, excluded.due_at,
                        excluded.due_date, excluded.priority, excluded.labels)
                returning version)
            select cast(count(*) filter (where version = 1) as integer),
                cast(count(*) filter (where version > 1) as integer)
            from written""";

    /**
     * What became of some drafts.
     *
     * @param created how many are new tasks
     * @param updated how many changed a task
     * @param total how many there were; the rest was so already
     */
    public record Upserted(int created, int updated, int total) {}

    /** What a batch may take of the heap, if all of its texts were as long as they can be. */
    private static final int BATCH_BYTES = 1 << 20;

    private static final int LONGEST_CODE_POINT_BYTES = 4;

    private final Streams streams;
    private final Clock clock;
    private final int batch;

    TaskRows(Streams streams, Clock clock, PunchlistConfig config) {
        this.streams = streams;
        this.clock = clock;
        int row = LONGEST_CODE_POINT_BYTES
                * (config.limits().title() + config.limits().description() + TaskDraft.LONGEST_REST);
        this.batch = Math.max(1, BATCH_BYTES / row);
    }

    /** All tasks that pass the filter, as of one moment, in id order. */
    public Multi<List<TaskView>> all(Tenant tenant, TaskFilter filter) {
        QueryText query = QueryText.of("select " + TaskColumns.ALL + " from tasks where ")
                .then(filter.within(Scope.of(tenant)).condition())
                .then(" order by id");
        return streams.read(query, batch, TaskRows::view);
    }

    /**
     * Writes chunk after chunk, each in a transaction of its own. A task with an external id takes the place of the one
     * that has it, unless it says what that one says already.
     */
    public Multi<Upserted> upsertEach(Tenant tenant, Multi<List<TaskDraft>> chunks) {
        return streams.writeEach(chunks, (connection, chunk) -> upsert(connection, tenant, chunk));
    }

    /** The same in one transaction, which stands in the end only if that is wanted then. */
    public Multi<Upserted> upsertAll(Tenant tenant, Multi<List<TaskDraft>> chunks, BooleanSupplier commits) {
        return streams.writeAll(chunks, (connection, chunk) -> upsert(connection, tenant, chunk), commits);
    }

    private Uni<Upserted> upsert(SqlConnection connection, Tenant tenant, List<TaskDraft> chunk) {
        return chunk.isEmpty()
                ? Uni.createFrom().item(new Upserted(0, 0, 0))
                : connection
                        .preparedQuery(UPSERT)
                        .execute(columns(tenant, clock.instant(), chunk))
                        .map(rows -> rows.iterator().next())
                        .map(row -> new Upserted(row.getInteger(0), row.getInteger(1), chunk.size()));
    }

    @SuppressWarnings("NullAway") // It cannot tell that an array of a column may hold nulls.
    private static Tuple columns(Tenant tenant, Instant now, List<TaskDraft> chunk) {
        return Tuple.of(tenant.id(), now.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC))
                .addArrayOfString(column(chunk, TaskDraft::title, String[]::new))
                .addArrayOfString(column(chunk, TaskDraft::description, String[]::new))
                .addArrayOfBoolean(column(chunk, TaskDraft::isCompleted, Boolean[]::new))
                .addArrayOfOffsetDateTime(column(chunk, TaskRows::dueAt, OffsetDateTime[]::new))
                .addArrayOfLocalDate(column(chunk, TaskDraft::dueDate, LocalDate[]::new))
                .addArrayOfInteger(column(chunk, TaskDraft::priority, Integer[]::new))
                .addArrayOfString(column(chunk, TaskRows::labels, String[]::new))
                .addArrayOfString(column(chunk, TaskDraft::externalId, String[]::new));
    }

    private static <T> T[] column(List<TaskDraft> chunk, Function<TaskDraft, T> member, IntFunction<T[]> array) {
        return chunk.stream().map(member).toArray(array);
    }

    private static @Nullable OffsetDateTime dueAt(TaskDraft draft) {
        return draft.dueAt() == null ? null : draft.dueAt().atOffset(ZoneOffset.UTC);
    }

    /** As PostgreSQL writes an array; an array of arrays would need as many labels in each. */
    private static String labels(TaskDraft draft) {
        return draft.labels().stream()
                .map(label -> '"' + label.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static TaskView view(Row row) {
        int column = 0;
        return new TaskView(
                row.getLong(column++),
                row.getString(column++),
                row.getString(column++),
                Boolean.TRUE.equals(row.getBoolean(column++)),
                StoredValues.moment(instant(row.getOffsetDateTime(column++))),
                StoredValues.due(instant(row.getOffsetDateTime(column++))),
                StoredValues.due(row.getLocalDate(column++)),
                row.getInteger(column++),
                StoredValues.labels(row.getArrayOfStrings(column++)),
                row.getString(column++),
                StoredValues.required(instant(row.getOffsetDateTime(column++))),
                StoredValues.required(instant(row.getOffsetDateTime(column++))),
                row.getLong(column));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime moment) {
        return moment == null ? null : moment.toInstant();
    }
}
