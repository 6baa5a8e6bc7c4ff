package dev.punchlist.task.resource;

import dev.punchlist.http.answer.Answer;
import dev.punchlist.http.answer.Answers;
import dev.punchlist.http.answer.Cursors;
import dev.punchlist.http.answer.EntityTag;
import dev.punchlist.http.answer.Links;
import dev.punchlist.http.answer.Preconditions;
import dev.punchlist.http.answer.Preferences;
import dev.punchlist.task.Task;
import dev.punchlist.task.TaskView;
import dev.punchlist.task.list.TaskPage;
import dev.punchlist.task.list.TaskQuery;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Answers about one task; its entity tag is its version. */
@Singleton
public class TaskAnswers {

    private final Answers answers;
    private final Cursors cursors;

    TaskAnswers(Answers answers, Cursors cursors) {
        this.answers = answers;
        this.cursors = cursors;
    }

    /** The entity tag of a task, strong, by its version. */
    public static EntityTag tagOf(Task task) {
        return EntityTag.ofVersion(task.version());
    }

    Answer found(Task task, Preconditions conditions) {
        return answers.found(task.view(), tagOf(task), conditions);
    }

    Answer page(TaskPage page, TaskQuery query, Optional<Long> total, Links links, Preferences preferences) {
        links.first();
        page.previous().ifPresent(place -> links.at("prev", query.cursor(place, cursors)));
        page.next().ifPresent(place -> links.at("next", query.cursor(place, cursors)));
        return answers.list(page.tasks(), links, total, preferences);
    }

    Answer created(Task task, Preferences preferences) {
        TaskView view = task.view();
        return answers.created(view, tagOf(task), "/tasks/" + view.id(), preferences);
    }

    Answer changed(Task task, Preferences preferences) {
        return answers.changed(task.view(), tagOf(task), preferences);
    }

    Answer deleted() {
        return answers.deleted();
    }
}
