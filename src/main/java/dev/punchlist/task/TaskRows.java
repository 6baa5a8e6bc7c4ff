package dev.punchlist.task;

import dev.punchlist.PunchlistConfig;
import dev.punchlist.database.QueryText;
import dev.punchlist.database.Streams;
import dev.punchlist.tenant.Scope;
import dev.punchlist.tenant.Tenant;
import io.smallrye.mutiny.Multi;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tasks by the row, for set operations and streams, where entities would cost more than they give. */
@Singleton
public class TaskRows {

    private static final String COLUMNS =
            "id, title, description, is_completed, completed_at, due_at, due_date, priority,"
                    + " labels, external_id, created_at, updated_at, version";

    /** What a batch may take of the heap, if all of its texts were as long as they can be. */
    private static final int BATCH_BYTES = 1 << 20;

    private static final int LONGEST_CODE_POINT_BYTES = 4;

    private final Streams streams;
    private final int batch;

    TaskRows(Streams streams, PunchlistConfig config) {
        this.streams = streams;
        int row = LONGEST_CODE_POINT_BYTES
                * (config.limits().title() + config.limits().description() + TaskDraft.LONGEST_REST);
        this.batch = Math.max(1, BATCH_BYTES / row);
    }

    /** All tasks that pass the filter, as of one moment, in id order. */
    public Multi<List<TaskView>> all(Tenant tenant, TaskFilter filter) {
        QueryText query = QueryText.of("select " + COLUMNS + " from tasks where ")
                .then(filter.within(Scope.of(tenant)).condition())
                .then(" order by id");
        return streams.read(query, batch, TaskRows::view);
    }

    private static TaskView view(Row row) {
        int column = 0;
        return new TaskView(
                row.getLong(column++),
                row.getString(column++),
                row.getString(column++),
                row.getBoolean(column++),
                instant(row.getOffsetDateTime(column++)),
                instant(row.getOffsetDateTime(column++)),
                row.getLocalDate(column++),
                row.getInteger(column++),
                List.of(row.getArrayOfStrings(column++)),
                row.getString(column++),
                row.getOffsetDateTime(column++).toInstant(),
                row.getOffsetDateTime(column++).toInstant(),
                row.getLong(column));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime moment) {
        return moment == null ? null : moment.toInstant();
    }
}
