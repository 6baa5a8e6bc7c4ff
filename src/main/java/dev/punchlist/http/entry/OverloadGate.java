package dev.punchlist.http.entry;

import dev.punchlist.PunchlistConfig;
import dev.punchlist.http.problem.Problem;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets in as many requests as can hold a connection or wait for one. The others are refused before anything is done for
 * them, so that a refusal costs next to nothing and those who are in are not slowed down by those who are not.
 */
@Singleton
class OverloadGate {

    private final AtomicInteger inside = new AtomicInteger();
    private final int room;

    OverloadGate(PunchlistConfig config, MeterRegistry metrics) {
        this.room = config.pool().maxSize() + config.pool().maxQueue();
        Gauge.builder("punchlist.requests.inside", inside, AtomicInteger::get)
                .description("Requests that hold a connection, wait for one, or are answered")
                .register(metrics);
    }

    /**
     * Lets a request in until it is answered.
     *
     * @throws ProblemException 503 where there is no room
     */
    void enter(RoutingContext context) {
        if (inside.incrementAndGet() > room) {
            inside.decrementAndGet();
            throw ProblemException.of(ProblemType.OVERLOADED, "Too many requests are waiting.", Problem.retryAfter(1));
        }
        context.addEndHandler(answered -> inside.decrementAndGet());
    }
}
