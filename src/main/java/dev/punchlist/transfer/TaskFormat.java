package dev.punchlist.transfer;

import dev.punchlist.task.TaskView;
import java.util.List;

/** How tasks are written down, many in a row. */
interface TaskFormat {

    /** The media type, without parameters. */
    String mediaType();

    /** What comes before the first task; may be empty. */
    byte[] beginning();

    /** Some tasks. */
    byte[] tasks(List<TaskView> tasks);

    /** What comes after the last of so many tasks; may be empty. */
    byte[] end(long count);
}
