package dev.punchlist.task.upsert;

import dev.punchlist.database.failure.DatabaseFailure;
import dev.punchlist.database.query.Streams;
import dev.punchlist.http.error.ProblemTable;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import dev.punchlist.task.TaskDraft;
import dev.punchlist.tenant.Tenant;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Drafts that are put aside, a chunk to a row, until all of an import have come: nothing is locked, and no connection held, as
 * long as a client sends. Then they are written in one transaction, or compared with the tasks that are there. The table keeps
 * no log of itself, so that a server that crashes forgets what it held; an import that misses a chunk fails.
 */
@Singleton
public class StagedRows {

    /** A transaction locks what it has written up to its end: it must come to one. */
    private static final Duration LONGEST_WRITE = Duration.ofMinutes(5);

    private static final String STAGE = """
            insert into import_chunks (import, place, created_at, line,
                title, description, is_completed, due_at, due_date, priority, labels, external_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)""";

    private static final String STAGED = "import_chunks as c cross join lateral "
            + UpsertRows.DRAFTS.formatted(
                    "c.title, c.description, c.is_completed, c.due_at, c.due_date, c.priority, c.labels, c.external_id");

    private static final String UPSERT = UpsertRows.upsertOf(
            STAGED + " where c.import = $3 and c.place = $4 and draft.number between $5::integer and $6::integer");

    private static final String LINE = "select line[$3] from import_chunks where import = $1 and place = $2";

    /**
     * What would come of the drafts one after the other: each is compared with the one before it, the first with the task. An
     * adopted table may have narrower columns, and records of other types are not compared: both have the types of drafts.
     */
    private static final String JUDGE = """
            with said as (
                select c.place, draft.number, draft.external_id, row(draft.title, draft.description, draft.is_completed,
                    draft.due_at, draft.due_date, draft.priority, cast(draft.labels as text[])) as task
                from %s where c.import = $2),
            compared as (
                select external_id, task, row_number() over same = 1 as is_first, lag(task) over same as before
                from said where external_id is not null
                window same as (partition by external_id order by place, number)),
            judged as (
                select is_first and t.id is null as is_new,
                    c.task is distinct from case when is_first then row(cast(t.title as text), cast(t.description as text),
                        cast(t.is_completed as boolean), cast(t.due_at as timestamptz), cast(t.due_date as date),
                        cast(t.priority as integer), cast(t.labels as text[])) else c.before end as is_other
                from compared as c left join tasks as t
                    on is_first and t.tenant = $1 and t.external_id = c.external_id)
            select cast((select count(*) from said where external_id is null) + count(*) filter (where is_new) as integer),
                cast(count(*) filter (where is_other and not is_new) as integer),
                cast(count(*) filter (where not is_other and not is_new) as integer),
                (select cast(count(*) as integer) from said)
            from judged""".formatted(STAGED);

    private static final String COUNT = "select cast(count(*) as integer) from import_chunks where import = $1";

    private static final String FORGET = "delete from import_chunks where import = $1";

    private final Streams streams;
    private final UpsertRows upserts;
    private final Clock clock;

    StagedRows(Streams streams, UpsertRows upserts, Clock clock) {
        this.streams = streams;
        this.upserts = upserts;
        this.clock = clock;
    }

    /** Puts a chunk of this import aside, in which no two drafts have the same external id, with the lines they stand in. */
    public Uni<Void> stage(UUID name, int place, List<Long> lines, List<TaskDraft> drafts) {
        Tuple chunk = Tuple.of(name, place, upserts.now()).addArrayOfLong(lines.toArray(Long[]::new));
        return streams.write(connection -> connection
                        .preparedQuery(STAGE)
                        .execute(UpsertRows.addColumns(chunk, drafts))
                        .map(rows -> rows.rowCount()))
                .replaceWithVoid();
    }

    /** Writes the so many chunks of this import, all of them or, if it fails, none. */
    public Uni<Upserted> write(Tenant tenant, UUID name, int chunks) {
        return streams.writeAtLength(connection ->
                requireWhole(connection, name, chunks).chain(() -> writeAll(connection, tenant, name, chunks)));
    }

    private Uni<Upserted> writeAll(SqlConnection connection, Tenant tenant, UUID name, int chunks) {
        Instant begin = clock.instant();
        return Multi.createFrom()
                .range(0, chunks)
                .onItem()
                .invoke(place -> requireTime(begin))
                .onItem()
                .transformToUniAndConcatenate(place -> write(connection, tenant, name, place))
                .collect()
                .in(Sum::new, Sum::add)
                .map(sum -> sum.total);
    }

    private Uni<Upserted> write(SqlConnection connection, Tenant tenant, UUID name, int place) {
        Part whole = new Part(place, 1, Integer.MAX_VALUE);
        return attempt(connection, tenant, name, whole)
                .onFailure(DatabaseFailure::breaksConstraint)
                .recoverWithUni(failure -> length(connection, name, place)
                        .chain(length -> culprit(connection, tenant, name, new Part(place, 1, length)))
                        .chain(number -> line(connection, name, place, number))
                        .map(line -> {
                            throw atLine(line, failure);
                        }));
    }

    /**
     * Some drafts of a chunk.
     *
     * @param place which chunk
     * @param first the first of them, from 1
     * @param last the last of them
     */
    private record Part(int place, int first, int last) {

        private int middle() {
            return first + (last - first) / 2;
        }
    }

    /** Writes these drafts; where that fails, nothing of them is written, and the transaction can go on to find out why. */
    private Uni<Upserted> attempt(SqlConnection connection, Tenant tenant, UUID name, Part part) {
        return run(connection, "savepoint part")
                .chain(() -> connection
                        .preparedQuery(UPSERT)
                        .execute(Tuple.of(tenant.id(), upserts.now(), name, part.place, part.first, part.last)))
                .map(UpsertRows::upserted)
                .call(() -> run(connection, "release savepoint part"))
                .onFailure(DatabaseFailure::breaksConstraint)
                .call(() -> run(connection, "rollback to savepoint part"));
    }

    /** The first of these drafts that the database refuses, which it does one of. The ones before it are written. */
    private Uni<Integer> culprit(SqlConnection connection, Tenant tenant, UUID name, Part part) {
        if (part.first == part.last) {
            return Uni.createFrom().item(part.first);
        }
        Part left = new Part(part.place, part.first, part.middle());
        Part right = new Part(part.place, part.middle() + 1, part.last);
        return attempt(connection, tenant, name, left)
                .replaceWith(right)
                .onFailure(DatabaseFailure::breaksConstraint)
                .recoverWithItem(left)
                .chain(half -> culprit(connection, tenant, name, half));
    }

    private static Uni<Void> run(SqlConnection connection, String sql) {
        return connection.query(sql).execute().replaceWithVoid();
    }

    private static Uni<Integer> length(SqlConnection connection, UUID name, int place) {
        return connection
                .preparedQuery("select cardinality(line) from import_chunks where import = $1 and place = $2")
                .execute(Tuple.of(name, place))
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    private static Uni<Long> line(SqlConnection connection, UUID name, int place, int number) {
        return connection
                .preparedQuery(LINE)
                .execute(Tuple.of(name, place, number))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private static ProblemException atLine(long line, Throwable failure) {
        ProblemException problem = ProblemTable.problemOf(DatabaseFailure.of(failure));
        return ProblemException.of(problem.type(), "Line %s: %s".formatted(line, problem.detail()));
    }

    /** What would become of the so many chunks of this import, by the tasks as they are now. */
    public Uni<Upserted> judge(Tenant tenant, UUID name, int chunks) {
        return streams.writeAtLength(
                connection -> requireWhole(connection, name, chunks).chain(() -> connection
                        .preparedQuery(JUDGE)
                        .execute(Tuple.of(tenant.id(), name))
                        .map(UpsertRows::upserted)));
    }

    /** Throws the chunks of this import away; what cannot be thrown away now, the purge will. */
    public Uni<Void> forget(UUID name) {
        return streams.write(connection ->
                        connection.preparedQuery(FORGET).execute(Tuple.of(name)).map(rows -> rows.rowCount()))
                .onFailure()
                .recoverWithItem(0)
                .replaceWithVoid();
    }

    private static Uni<Void> requireWhole(SqlConnection connection, UUID name, int chunks) {
        return connection
                .preparedQuery(COUNT)
                .execute(Tuple.of(name))
                .map(rows -> rows.iterator().next().getInteger(0))
                .invoke(found -> {
                    if (found != chunks) {
                        throw ProblemException.of(
                                ProblemType.DATABASE_UNAVAILABLE,
                                "The database has lost a part of what was sent. Nothing was changed; send it again.",
                                Map.of("Retry-After", "2"));
                    }
                })
                .replaceWithVoid();
    }

    private void requireTime(Instant begin) {
        if (clock.instant().isAfter(begin.plus(LONGEST_WRITE))) {
            throw ProblemException.of(
                    ProblemType.DEADLINE_PASSED,
                    "The import could not be written within %s minutes. Nothing was changed."
                            .formatted(LONGEST_WRITE.toMinutes()),
                    Map.of("Retry-After", "1"));
        }
    }

    /** What became of the chunks so far. */
    private static final class Sum {

        private Upserted total = Upserted.NOTHING;

        void add(Upserted chunk) {
            total = total.and(chunk);
        }
    }
}
