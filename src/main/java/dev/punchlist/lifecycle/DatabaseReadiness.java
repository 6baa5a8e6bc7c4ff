package dev.punchlist.lifecycle;

import dev.punchlist.database.pool.Pools;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the database answers within a second. */
@Readiness
@ApplicationScoped
class DatabaseReadiness implements AsyncHealthCheck {

    private static final String NAME = "database";
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    /** A probe is answered within this time, with what is known by then. */
    private static final Duration PATIENCE = Duration.ofMillis(30);

    private final Pools pools;
    private final AtomicReference<Optional<Uni<Boolean>>> question = new AtomicReference<>(Optional.empty());

    private volatile boolean lastAnswer;

    DatabaseReadiness(Pools pools) {
        this.pools = pools;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom()
                .deferred(this::ask)
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithItem(() -> lastAnswer)
                .map(answers ->
                        HealthCheckResponse.builder().name(NAME).status(answers).build());
    }

    /** Asks the database, unless it is being asked already. */
    private Uni<Boolean> ask() {
        return question.updateAndGet(asked -> asked.or(() -> Optional.of(newQuestion())))
                .orElseThrow();
    }

    private Uni<Boolean> newQuestion() {
        return pools.ping()
                .replaceWith(true)
                .ifNoItem()
                .after(TIMEOUT)
                .recoverWithItem(false)
                .onFailure()
                .recoverWithItem(false)
                .invoke(answers -> {
                    lastAnswer = answers;
                    question.set(Optional.empty());
                })
                .memoize()
                .indefinitely();
    }
}
