package dev.punchlist.task.list;

import dev.punchlist.PunchlistConfig;
import dev.punchlist.database.query.SqlFragment;
import dev.punchlist.database.query.Streams;
import dev.punchlist.task.LargeTasks;
import dev.punchlist.task.StoredValues;
import dev.punchlist.task.TaskColumns;
import dev.punchlist.task.TaskDraft;
import dev.punchlist.task.TaskView;
import dev.punchlist.tenant.Tenant;
import dev.punchlist.tenant.TenantScope;
import io.smallrye.mutiny.Multi;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tasks by the row, for set operations and streams, where entities would cost more than they give. */
@Singleton
public class TaskRows {

    /** What a batch may take of the heap, if all of its texts were as long as they can be. */
    private static final int BATCH_BYTES = 1 << 20;

    private static final int LONGEST_CODE_POINT_BYTES = 4;

    /** Other writers may have stored more in a row than a client can; a row of up to this many bytes is no reason to go slowly. */
    private static final int LARGEST_IN_BATCH = 1 << 14;

    /** The column behind those of a task. */
    private static final int COLUMNS = 13;

    private final Streams streams;
    private final int batch;
    private final int largestInBatch;

    TaskRows(Streams streams, PunchlistConfig config) {
        this.streams = streams;
        int row = LONGEST_CODE_POINT_BYTES
                * (config.limits().title() + config.limits().description() + TaskDraft.LONGEST_REST);
        this.batch = Math.max(1, BATCH_BYTES / row);
        this.largestInBatch = Math.max(LARGEST_IN_BATCH, row);
    }

    /** All tasks that pass the filter, as of one moment, in id order. */
    public Multi<List<TaskView>> all(Tenant tenant, TaskFilter filter) {
        SqlFragment query = SqlFragment.of("select " + inBatch() + ", bytes from (select " + TaskColumns.ALL + ", "
                        + TaskColumns.BYTES + " as bytes from tasks where ")
                .then(filter.within(TenantScope.of(tenant)).condition())
                // The offset keeps the planner from counting the bytes anew for each column.
                .then(" order by id offset 0) as task");
        return streams.read(query, batch, this::part, this::whole);
    }

    /** Texts without which any row fits into a batch are left out of those that do not. */
    private String inBatch() {
        String columns = TaskColumns.SEEN;
        for (String column : List.of("title", "description", "labels", "external_id")) {
            columns = columns.replace(
                    " " + column + ",",
                    " case when bytes <= %s then %s end as %2$s,".formatted(largestInBatch, column));
        }
        return columns;
    }

    /** What a batch tells of a row: the task, or that it is to be read by itself. */
    private record Part(Optional<TaskView> task, long id, long bytes) {}

    private Part part(Row row) {
        long bytes = row.getInteger(COLUMNS);
        return new Part(bytes <= largestInBatch ? Optional.of(view(row)) : Optional.empty(), row.getLong(0), bytes);
    }

    /** Tasks that fit are passed on together; the others come one by one, each when the one before has been taken. */
    private Multi<List<TaskView>> whole(List<Part> batch, Streams.RowByKey rows) {
        if (batch.stream().allMatch(part -> part.task().isPresent())) {
            return Multi.createFrom()
                    .item(batch.stream().flatMap(part -> part.task().stream()).toList());
        }
        return Multi.createFrom().iterable(batch).onItem().transformToMultiAndConcatenate(part -> part.task()
                .map(task -> Multi.createFrom().item(List.of(task)))
                .orElseGet(() -> read(part, rows)));
    }

    private static Multi<List<TaskView>> read(Part part, Streams.RowByKey rows) {
        SqlFragment query =
                SqlFragment.of("select " + TaskColumns.SEEN + " from tasks where id = cast(? as bigint)", part.id());
        return part.bytes() > LargeTasks.mostExportedBytes()
                ? Multi.createFrom()
                        .failure(LargeTasks.problem(String.valueOf(part.id()), LargeTasks.mostExportedBytes()))
                : rows.read(query, part.bytes()).map(row -> List.of(view(row)));
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
