package dev.punchlist.task;

import dev.punchlist.http.Answer;
import dev.punchlist.http.Answers;
import dev.punchlist.http.Conditions;
import dev.punchlist.http.EntityTag;
import dev.punchlist.http.Preferences;
import jakarta.inject.Singleton;

/** Answers about one task; its entity tag is its version. */
@Singleton
class TaskAnswers {

    private final Answers answers;

    TaskAnswers(Answers answers) {
        this.answers = answers;
    }

    static EntityTag tagOf(Task task) {
        return EntityTag.ofVersion(task.version());
    }

    Answer found(Task task, Conditions conditions) {
        return answers.found(task.view(), tagOf(task), conditions);
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
