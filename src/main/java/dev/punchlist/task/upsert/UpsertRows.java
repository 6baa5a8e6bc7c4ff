package dev.punchlist.task.upsert;

import dev.punchlist.database.failure.DatabaseFailure;
import dev.punchlist.database.query.Streams;
import dev.punchlist.task.TaskDraft;
import dev.punchlist.tenant.Tenant;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that take the place of the ones with their external ids, many at once. They are written in the order of these ids, so
 * that two who write the same ones wait for each other instead of getting into a deadlock; those without one keep their order.
 */
@Singleton
public class UpsertRows {

    /** The columns of drafts that stand in these arrays; {@code number} is their order. */
    static final String DRAFTS = """
            unnest(%1$s) with ordinality
                as draft (title, description, is_completed, due_at, due_date, priority, labels, external_id, number)""";

    /**
     * A row that is as it should be is left alone, and counted where that is seen: what is neither written nor counted was
     * discarded by a trigger. The count is a setting of the transaction, because no row is returned of such a row.
     */
    private static final String UPSERT = """
            with draft as (
                select draft.title, draft.description, draft.is_completed, draft.due_at, draft.due_date, draft.priority,
                    draft.labels, draft.external_id, draft.number
                from %1$s),
            written as (
                insert into tasks as t (tenant, title, description, is_completed, completed_at, due_at, due_date, priority,
                    labels, external_id, created_at, updated_at, version)
                select $1, title, description, is_completed, case when is_completed then $2::timestamptz end, due_at, due_date,
                    priority, cast(labels as text[]), external_id, $2::timestamptz, $2::timestamptz, 1
                from draft
                order by external_id collate "C", number
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
                where case when (t.title, t.description, t.is_completed, t.due_at, t.due_date, t.priority, t.labels)
                    is distinct from (excluded.title, excluded.description, excluded.is_completed, excluded.due_at,
                        excluded.due_date, excluded.priority, excluded.labels)
                    then true
                    else set_config('punchlist.unchanged', cast(1 + %2$s as text), true) is null end
                returning version)
            select cast(count(*) filter (where version = 1) as integer),
                cast(count(*) filter (where version <> 1) as integer),
                %2$s,
                (select cast(count(*) as integer) from draft),
                set_config('punchlist.unchanged', '0', true)
            from written""";

    private static final String UNCHANGED =
            "cast(coalesce(nullif(current_setting('punchlist.unchanged', true), ''), '0') as integer)";

    private static final String UPSERT_OF_PARAMETERS = upsertOf(
            DRAFTS.formatted(
                    "$3::text[], $4::text[], $5::boolean[], $6::timestamptz[], $7::date[], $8::integer[], $9::text[], $10::text[]"));

    private final Streams streams;
    private final Clock clock;

    UpsertRows(Streams streams, Clock clock) {
        this.streams = streams;
        this.clock = clock;
    }

    /** The statement for the drafts that come from here; its first two parameters are the tenant and the time. */
    static String upsertOf(String drafts) {
        return UPSERT.formatted(drafts, UNCHANGED);
    }

    /**
     * Writes these drafts, of which no two have the same external id, in a transaction. One that says what its task says already
     * changes nothing.
     */
    public Uni<Upserted> upsert(Tenant tenant, List<TaskDraft> drafts) {
        return drafts.isEmpty()
                ? Uni.createFrom().item(Upserted.NOTHING)
                : streams.write(connection -> connection
                        .preparedQuery(UPSERT_OF_PARAMETERS)
                        .execute(addColumns(Tuple.of(tenant.id(), now()), drafts))
                        .map(UpsertRows::upserted));
    }

    OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    /** What a statement tells of its drafts; a failure if it lacks some, so that nothing of them stands. */
    static Upserted upserted(RowSet<Row> rows) {
        Row row = rows.iterator().next();
        Upserted upserted = new Upserted(row.getInteger(0), row.getInteger(1), row.getInteger(2));
        DatabaseFailure.requireWritten(
                row.getInteger(3), upserted.created() + upserted.updated() + upserted.unchanged());
        return upserted;
    }

    /** The drafts as arrays, one of each column. */
    @SuppressWarnings("NullAway") // It cannot tell that an array of a column may hold nulls.
    static Tuple addColumns(Tuple tuple, List<TaskDraft> drafts) {
        return tuple.addArrayOfString(column(drafts, TaskDraft::title, String[]::new))
                .addArrayOfString(column(drafts, TaskDraft::description, String[]::new))
                .addArrayOfBoolean(column(drafts, TaskDraft::isCompleted, Boolean[]::new))
                .addArrayOfOffsetDateTime(column(drafts, UpsertRows::dueAt, OffsetDateTime[]::new))
                .addArrayOfLocalDate(column(drafts, TaskDraft::dueDate, LocalDate[]::new))
                .addArrayOfInteger(column(drafts, TaskDraft::priority, Integer[]::new))
                .addArrayOfString(column(drafts, UpsertRows::labels, String[]::new))
                .addArrayOfString(column(drafts, TaskDraft::externalId, String[]::new));
    }

    private static <T> T[] column(List<TaskDraft> drafts, Function<TaskDraft, T> member, IntFunction<T[]> array) {
        return drafts.stream().map(member).toArray(array);
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
}
