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
        QueryText query = QueryText.of("select " + TaskColumns.ALL + " from tasks where ")
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
