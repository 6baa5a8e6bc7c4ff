package dev.punchlist.task.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.punchlist.PunchlistConfig;
import dev.punchlist.database.Turns;
import dev.punchlist.http.problem.Problem;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.Violation;
import dev.punchlist.task.Task;
import dev.punchlist.task.TaskId;
import dev.punchlist.task.TaskWrites;
import dev.punchlist.task.resource.TaskAnswers;
import dev.punchlist.task.resource.TaskPatches;
import dev.punchlist.tenant.Tenant;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Does many operations in one transaction and with few statements. They come to what they would come to one after the
 * other; all or nothing, or each for itself.
 */
@Singleton
class TaskBatch {

    static final int MOST_OPERATIONS = 1_000;

    /** So many refusals are explained; of the rest it is told which kind they are. */
    private static final int MOST_PROBLEMS = 100;

    private final BatchStatements statements;
    private final BatchOperation.Reader reader;
    private final Clock clock;

    TaskBatch(BatchStatements statements, TaskPatches patches, PunchlistConfig config, Clock clock) {
        this.statements = statements;
        this.reader = new BatchOperation.Reader(patches, config.http().requireIfMatch());
        this.clock = clock;
    }

    /**
     * Reads the operations. What is wrong with one of them is told when it is its turn.
     *
     * @throws ProblemException 422 if there are too many
     */
    List<BatchOperation> read(ArrayNode body) {
        if (body.size() > MOST_OPERATIONS) {
            throw ProblemException.invalid(List.of(Violation.ofBody(
                    "too_many",
                    "A batch must have at most " + MOST_OPERATIONS + " operations, but has " + body.size() + ".")));
        }
        List<BatchOperation> operations = new ArrayList<>();
        Set<Long> named = new HashSet<>();
        for (JsonNode value : body) {
            BatchOperation operation = reader.read(value);
            boolean again = operation.id().filter(id -> !named.add(id.value())).isPresent();
            operations.add(again ? new BatchOperation.Refused(operation.kind(), namedAgain()) : operation);
        }
        return operations;
    }

    private static ProblemException namedAgain() {
        return ProblemException.invalid(List.of(
                Violation.ofMember("id", "duplicate", "An operation before this one is about the same task already.")));
    }

    /**
     * Does the operations; a failure if the batch is atomic and one of them is refused.
     *
     * @param explain makes a part of the answer of a refusal
     */
    Uni<List<BatchResult>> run(
            Tenant tenant,
            List<BatchOperation> operations,
            boolean atomic,
            Function<ProblemException, Problem> explain) {
        Instant now = clock.instant();
        return plan(tenant, operations)
                .invoke(plan -> requireWhole(plan, atomic))
                .chain(plan -> write(tenant, plan, now).map(written -> results(operations, plan, written, explain)));
    }

    /** Does each operation that can be done, to see what the database makes of it. */
    Uni<Void> attempt(Tenant tenant, List<BatchOperation> operations) {
        return plan(tenant, operations)
                .chain(plan -> write(tenant, plan, clock.instant()))
                .replaceWithVoid();
    }

    private Uni<BatchPlan> plan(Tenant tenant, List<BatchOperation> operations) {
        List<Long> ids = operations.stream()
                .flatMap(operation -> operation.id().stream())
                .map(TaskId::value)
                .toList();
        return statements
                .lock(tenant, ids)
                .plug(Turns::anew)
                .map(tasks -> new BatchPlan(operations, tasks))
                .plug(Turns::anew)
                .call(plan -> statements.owners(tenant, plan.externalIds()).invoke(plan::settle));
    }

    private static void requireWhole(BatchPlan plan, boolean atomic) {
        if (atomic) {
            plan.firstRefusal().ifPresent(refusal -> {
                throw refusal.getValue().atOperation(refusal.getKey());
            });
        }
    }

    /** The tasks as they are in the end. */
    private record Written(Map<Long, Task> updated, List<Task> created) {}

    /** Deletions make room for changes, and both for what is new. */
    private Uni<Written> write(Tenant tenant, BatchPlan plan, Instant now) {
        List<Task> handingOver = plan.handingOver();
        return TaskWrites.forget()
                .chain(() -> statements.delete(tenant, plan.deletions()))
                .chain(() -> statements.release(tenant, handingOver))
                .plug(Turns::anew)
                .chain(() -> TaskWrites.update(tenant, plan.changed(now)))
                .plug(Turns::anew)
                .map(updated -> updated.stream().collect(Collectors.toMap(Task::id, task -> task)))
                .chain(updated -> TaskWrites.create(tenant, plan.creations(tenant, now))
                        .map(created -> new Written(updated, created)))
                .plug(Turns::anew);
    }

    private static List<BatchResult> results(
            List<BatchOperation> operations,
            BatchPlan plan,
            Written written,
            Function<ProblemException, Problem> explain) {
        Iterator<Task> created = written.created().iterator();
        List<BatchResult> results = new ArrayList<>();
        int told = 0;
        for (int index = 0; index < operations.size(); index++) {
            BatchPlan.Step step = plan.steps().get(index);
            ProblemException refusal = plan.refusals().get(index);
            if (refusal != null) {
                BatchResult refused = refused(index, operations.get(index), refusal);
                results.add(told < MOST_PROBLEMS ? refused.explained(explain.apply(refusal)) : refused);
                told++;
            } else if (step != null) {
                results.add(done(index, step, written.updated(), created));
            }
        }
        return results;
    }

    private static BatchResult done(int index, BatchPlan.Step step, Map<Long, Task> updated, Iterator<Task> created) {
        if (step.creates()) {
            return written(index, "create", 201, created.next());
        }
        Task before = step.before().orElseThrow();
        return step.deletes()
                ? new BatchResult(index, "delete", 204, before.id(), null, null, null, null)
                : written(index, "update", 200, updated.getOrDefault(before.id(), before));
    }

    private static BatchResult written(int index, String op, int status, Task task) {
        return new BatchResult(
                index, op, status, task.id(), TaskAnswers.tagOf(task).toString(), task.view(), null, null);
    }

    private static BatchResult refused(int index, BatchOperation operation, ProblemException problem) {
        @Nullable String op = operation.kind().map(BatchOperation.Kind::token).orElse(null);
        @Nullable Long id = operation.id().map(TaskId::value).orElse(null);
        return new BatchResult(
                index,
                op,
                problem.type().status(),
                id,
                null,
                null,
                problem.type().slug(),
                null);
    }
}
