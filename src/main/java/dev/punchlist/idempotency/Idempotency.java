package dev.punchlist.idempotency;

import dev.punchlist.PunchlistConfig;
import dev.punchlist.database.Transactions;
import dev.punchlist.database.capacity.Compartment;
import dev.punchlist.database.capacity.Deadline;
import dev.punchlist.http.answer.Answer;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import dev.punchlist.tenant.Tenant;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Does the work of a write once for each Idempotency-Key, however often the request comes. The answer is stored in the
 * transaction of the work: both exist or neither, wherever the service or the client stops.
 */
@Singleton
public class Idempotency {

    private final Transactions transactions;
    private final PunchlistConfig.Idempotency config;
    private final Clock clock;

    Idempotency(Transactions transactions, PunchlistConfig config, Clock clock) {
        this.transactions = transactions;
        this.config = config.idempotency();
        this.clock = clock;
    }

    /**
     * Does the work in a transaction, or answers what was answered first. A request without a key is just done. Only
     * success is stored: after a refusal the client may correct the request and use the key again.
     *
     * @throws ProblemException 400 if the key cannot be read; as a failure 409 if the first request is still worked on,
     *     422 if the key was used for another request
     */
    public Uni<Answer> once(
            RoutingContext request,
            Tenant tenant,
            Compartment compartment,
            Deadline deadline,
            Supplier<Uni<Answer>> work) {
        return once(
                request, tenant, compartment, deadline, work, () -> transactions.write(compartment, deadline, work));
    }

    /** The same for work that is one statement: without a key it needs no transaction around it. */
    public Uni<Answer> onceInOneStatement(
            RoutingContext request, Tenant tenant, Deadline deadline, Supplier<Uni<Answer>> work) {
        return once(
                request,
                tenant,
                Compartment.WHOLE,
                deadline,
                work,
                () -> transactions.writeInOneStatement(deadline, work));
    }

    private Uni<Answer> once(
            RoutingContext request,
            Tenant tenant,
            Compartment compartment,
            Deadline deadline,
            Supplier<Uni<Answer>> work,
            Supplier<Uni<Answer>> withoutKey) {
        Optional<IdempotencyKey> key = IdempotencyKey.of(request);
        if (key.isEmpty()) {
            return withoutKey.get();
        }
        Fingerprint fingerprint = Fingerprint.of(request);
        return transactions.write(compartment, deadline, () -> firstOrReplay(tenant, key.get(), fingerprint, work));
    }

    private Uni<Answer> firstOrReplay(
            Tenant tenant, IdempotencyKey key, Fingerprint fingerprint, Supplier<Uni<Answer>> work) {
        return StoredAnswer.tryLock(tenant, key)
                .invoke(Idempotency::requireFree)
                .chain(() -> StoredAnswer.current(tenant, key, clock.instant().minus(config.retention())))
                .chain(stored -> stored == null
                        ? work.get().call(answer -> store(tenant, key, fingerprint, answer))
                        : Uni.createFrom().item(replay(stored, fingerprint)));
    }

    /** A duplicate never waits for the first request: it would hold a connection all the while. */
    private static void requireFree(boolean free) {
        if (!free) {
            throw ProblemException.of(
                    ProblemType.REQUEST_IN_FLIGHT,
                    "A request with this Idempotency-Key is being worked on.",
                    Map.of("Retry-After", "1"));
        }
    }

    private Uni<StoredAnswer> store(Tenant tenant, IdempotencyKey key, Fingerprint fingerprint, Answer answer) {
        return new StoredAnswer(tenant, key, fingerprint, answer, clock.instant()).persistAndFlush();
    }

    private static Answer replay(StoredAnswer stored, Fingerprint fingerprint) {
        if (!stored.answers(fingerprint)) {
            throw ProblemException.of(
                    ProblemType.IDEMPOTENCY_KEY_REUSED, "This Idempotency-Key was used for another request.");
        }
        return stored.answer().with("Idempotency-Replayed", "true");
    }
}
