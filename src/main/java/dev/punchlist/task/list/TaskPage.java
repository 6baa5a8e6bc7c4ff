package dev.punchlist.task.list;

import dev.punchlist.task.TaskView;
import java.util.List;
import java.util.Optional;

/**
 * One page of a list.
 *
 * @param tasks in the order of the list
 * @param next the place from which the list goes on, if it does
 * @param previous the place to which the list came before, if it did
 */
public record TaskPage(List<TaskView> tasks, Optional<TaskPlace> next, Optional<TaskPlace> previous) {

    public TaskPage {
        tasks = List.copyOf(tasks);
    }
}
