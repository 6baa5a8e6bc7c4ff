package dev.punchlist.transfer;

import dev.punchlist.task.TaskView;
import java.util.List;

/** A format for many tasks. */
interface TaskFormat {

    /** The media type, without parameters. */
    String mediaType();

    /** What comes before the first task; may be empty. */
    byte[] beginning();

    /** Some tasks. */
    byte[] tasks(List<TaskView> tasks);

    /** What comes after the last of so many tasks; may be empty. */
    byte[] end(long count);

    /** The bytes that some tasks take where the rest of a line is usual, so that those of a long text are not moved. */
    static int room(List<TaskView> tasks, int usual) {
        long texts = tasks.stream()
                .mapToLong(task -> task.title().length()
                        + (task.description() == null ? 0L : task.description().length()))
                .sum();
        return (int) Math.min(Integer.MAX_VALUE - 8, tasks.size() * (long) usual + texts);
    }
}
