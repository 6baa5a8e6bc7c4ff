package dev.punchlist.transfer;

import dev.punchlist.task.TaskView;
import dev.punchlist.task.list.TaskFilter;
import dev.punchlist.task.list.TaskRows;
import dev.punchlist.tenant.Tenant;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Writes all tasks of one moment, a batch at a time and no faster than the client reads. */
@Singleton
class TaskExport {

    private final TaskRows rows;

    TaskExport(TaskRows rows) {
        this.rows = rows;
    }

    Multi<byte[]> pieces(Tenant tenant, TaskFilter filter, TaskFormat format) {
        return Multi.createFrom().deferred(() -> {
            AtomicLong count = new AtomicLong();
            return Multi.createBy()
                    .concatenating()
                    .streams(
                            rows.all(tenant, filter)
                                    .map(tasks -> piece(tasks, format, count.getAndAdd(tasks.size()) == 0)),
                            Multi.createFrom().item(() -> end(format, count.get())))
                    .select()
                    .where(piece -> piece.length > 0);
        });
    }

    private static byte[] piece(List<TaskView> tasks, TaskFormat format, boolean first) {
        return first ? joined(format.beginning(), format.tasks(tasks)) : format.tasks(tasks);
    }

    private static byte[] end(TaskFormat format, long count) {
        return count == 0 ? joined(format.beginning(), format.end(count)) : format.end(count);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
