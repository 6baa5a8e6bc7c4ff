package dev.punchlist.task.batch;

import dev.punchlist.database.Transactions;
import dev.punchlist.database.capacity.Compartments;
import dev.punchlist.database.capacity.Deadline;
import dev.punchlist.database.failure.DatabaseFailure;
import dev.punchlist.database.failure.DeliberateFailure;
import dev.punchlist.database.query.SavePoint;
import dev.punchlist.http.error.ProblemTable;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.tenant.Tenant;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds the operations of a batch that break a constraint which only the database knows. A statement for many rows does not
 * tell which of them it was; so the batch is tried in halves, in a transaction that is rolled back.
 */
@Singleton
class BatchCulprits {

    private final TaskBatch batch;
    private final Transactions transactions;
    private final Compartments compartments;

    BatchCulprits(TaskBatch batch, Transactions transactions, Compartments compartments) {
        this.batch = batch;
        this.transactions = transactions;
        this.compartments = compartments;
    }

    /** Ends the transaction in which they were found. */
    private static final class Found extends RuntimeException implements DeliberateFailure {

        private static final long serialVersionUID = 1L;

        private final transient Map<Integer, ProblemException> culprits;

        Found(Map<Integer, ProblemException> culprits) {
            super(null, null, false, false);
            this.culprits = culprits;
        }
    }

    /** The same operations, with a refusal in the place of each that the database refuses. */
    Uni<List<BatchOperation>> refused(Tenant tenant, List<BatchOperation> operations, Deadline deadline) {
        return transactions
                .<List<BatchOperation>>write(
                        compartments.of(Compartments.Work.BATCH), deadline, () -> SavePoint.checkingAtOnce()
                                .chain(() -> culprits(tenant, operations, 0))
                                .map(culprits -> {
                                    throw new Found(culprits);
                                }))
                .onFailure(Found.class)
                .recoverWithItem(failure -> replaced(operations, failure.culprits));
    }

    private static List<BatchOperation> replaced(
            List<BatchOperation> operations, Map<Integer, ProblemException> culprits) {
        List<BatchOperation> replaced = new ArrayList<>(operations);
        culprits.forEach((index, problem) -> replaced.set(
                index, new BatchOperation.Refused(operations.get(index).kind(), problem)));
        return replaced;
    }

    private Uni<Map<Integer, ProblemException>> culprits(Tenant tenant, List<BatchOperation> part, int first) {
        return SavePoint.around(() -> batch.attempt(tenant, part))
                .<Map<Integer, ProblemException>>replaceWith(Map.of())
                .onFailure(DatabaseFailure::breaksConstraint)
                .recoverWithUni(failure -> part.size() == 1
                        ? Uni.createFrom().item(Map.of(first, ProblemTable.problemOf(DatabaseFailure.of(failure))))
                        : ofHalves(tenant, part, first));
    }

    private Uni<Map<Integer, ProblemException>> ofHalves(Tenant tenant, List<BatchOperation> part, int first) {
        int middle = part.size() / 2;
        return culprits(tenant, part.subList(0, middle), first)
                .chain(left -> culprits(tenant, part.subList(middle, part.size()), first + middle)
                        .map(right -> {
                            Map<Integer, ProblemException> both = new TreeMap<>(left);
                            both.putAll(right);
                            return both;
                        }));
    }
}
