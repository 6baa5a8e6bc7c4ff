package dev.punchlist.task.batch;

import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.task.Task;
import dev.punchlist.task.TaskDraft;
import dev.punchlist.task.TaskId;
import dev.punchlist.task.TaskPatch;
import dev.punchlist.task.resource.TaskAnswers;
import dev.punchlist.tenant.Tenant;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a batch comes to, as if each operation were done after the one before; nothing is written yet. It begins with the
 * tasks that the batch names, locked, and is settled when the owners of the external ids are known.
 */
final class BatchPlan {

    /**
     * What one operation does.
     *
     * @param before the task as it was; empty for a new one
     * @param after what it is to become; empty for one to delete
     */
    record Step(Optional<Task> before, Optional<TaskDraft> after) {

        private Optional<String> externalIdBefore() {
            return before.flatMap(task -> Optional.ofNullable(task.draft().externalId()));
        }

        private Optional<String> externalIdAfter() {
            return after.flatMap(draft -> Optional.ofNullable(draft.externalId()));
        }

        boolean creates() {
            return before.isEmpty();
        }

        boolean deletes() {
            return after.isEmpty();
        }
    }

    private final Map<Integer, Step> steps = new TreeMap<>();
    private final Map<Integer, ProblemException> refusals = new TreeMap<>();

    BatchPlan(List<BatchOperation> operations, Map<Long, Task> tasks) {
        for (int index = 0; index < operations.size(); index++) {
            try {
                steps.put(index, step(operations.get(index), tasks));
            } catch (ProblemException e) {
                refusals.put(index, e.keeping(BatchOperation.MOST_ERRORS));
            }
        }
    }

    private static Step step(BatchOperation operation, Map<Long, Task> tasks) {
        if (operation instanceof BatchOperation.Create create) {
            return new Step(Optional.empty(), Optional.of(create.draft()));
        } else if (operation instanceof BatchOperation.Update update) {
            Task task = find(update.target(), tasks);
            update.conditions().require(TaskAnswers.tagOf(task));
            return new Step(Optional.of(task), Optional.of(patched(task, update.patch())));
        } else if (operation instanceof BatchOperation.Delete delete) {
            Task task = find(delete.target(), tasks);
            delete.conditions().require(TaskAnswers.tagOf(task));
            return new Step(Optional.of(task), Optional.empty());
        }
        throw ((BatchOperation.Refused) operation).problem();
    }

    private static Task find(TaskId id, Map<Long, Task> tasks) {
        return Optional.ofNullable(tasks.get(id.value())).orElseThrow(TaskId::notFound);
    }

    private static TaskDraft patched(Task task, TaskPatch patch) {
        try {
            return patch.applyTo(task);
        } catch (ProblemException e) {
            throw e.within("/task");
        }
    }

    /** The external ids that tasks are to have. */
    Set<String> externalIds() {
        return steps.values().stream()
                .flatMap(step -> step.externalIdAfter().stream())
                .collect(Collectors.toSet());
    }

    /** Refuses every step that would take an external id from a task that has it at that point. */
    void settle(Collection<Task> owners) {
        Map<String, Step> holders = new HashMap<>();
        owners.forEach(owner -> holders.put(
                String.valueOf(owner.draft().externalId()), new Step(Optional.of(owner), Optional.empty())));
        Map<Integer, Step> settled = new TreeMap<>(steps);
        settled.forEach((index, step) -> {
            Optional<String> wanted = step.externalIdAfter();
            if (wanted.map(holders::get).filter(holder -> isOther(holder, step)).isPresent()) {
                steps.remove(index);
                refusals.put(index, Task.externalIdTaken());
            } else {
                step.externalIdBefore().ifPresent(holders::remove);
                wanted.ifPresent(externalId -> holders.put(externalId, step));
            }
        });
    }

    private static boolean isOther(Step holder, Step step) {
        return step.creates() || !holder.before().equals(step.before());
    }

    /** The first operation that is refused, and why. */
    Optional<Map.Entry<Integer, ProblemException>> firstRefusal() {
        return refusals.entrySet().stream().findFirst();
    }

    Map<Integer, ProblemException> refusals() {
        return refusals;
    }

    Map<Integer, Step> steps() {
        return steps;
    }

    List<Task> deletions() {
        return steps.values().stream()
                .filter(Step::deletes)
                .flatMap(step -> step.before().stream())
                .toList();
    }

    List<Task> creations(Tenant tenant, Instant now) {
        return steps.values().stream()
                .filter(Step::creates)
                .map(step -> Task.of(tenant, step.after().orElseThrow(), now))
                .toList();
    }

    /** The tasks that change, as they are to be. */
    List<Task> changed(Instant now) {
        return updates()
                .filter(step -> !step.after().equals(step.before().map(Task::draft)))
                .map(step -> changed(step, now))
                .toList();
    }

    private static Task changed(Step step, Instant now) {
        Task task = step.before().orElseThrow();
        task.become(step.after().orElseThrow(), now);
        return task;
    }

    private Stream<Step> updates() {
        return steps.values().stream().filter(step -> !step.creates() && !step.deletes());
    }

    /**
     * The tasks that give up an external id which another one takes. They must give it up first, because the database
     * compares row by row.
     */
    List<Task> handingOver() {
        Set<String> taken = updates()
                .filter(step -> !step.externalIdBefore().equals(step.externalIdAfter()))
                .flatMap(step -> step.externalIdAfter().stream())
                .collect(Collectors.toSet());
        return updates()
                .filter(step -> step.externalIdBefore().filter(taken::contains).isPresent())
                .flatMap(step -> step.before().stream())
                .toList();
    }
}
