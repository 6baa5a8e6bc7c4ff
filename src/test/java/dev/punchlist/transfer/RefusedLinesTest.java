package dev.punchlist.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punchlist.database.failure.DatabaseFailure;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import dev.punchlist.task.TaskDraft;
import dev.punchlist.task.upsert.Upserted;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The search for the lines of a chunk that the database refuses finds them all, or comes to an end. */
class RefusedLinesTest {

    private static final int LINES = 1_000;

    private final AtomicInteger transactions = new AtomicInteger();

    private Uni<Upserted> refuse(List<TaskDraft> drafts) {
        transactions.incrementAndGet();
        return Uni.createFrom()
                .item(Upserted.NOTHING)
                .emitOn(Infrastructure.getDefaultExecutor())
                .invoke(written -> DatabaseFailure.requireWritten(drafts.size(), 0));
    }

    /** Each transaction takes this long. */
    private Clock clock(Duration transaction) {
        InstantSource source = () -> Instant.EPOCH.plus(transaction.multipliedBy(transactions.get()));
        return source.withZone(ZoneOffset.UTC);
    }

    private static List<Reading.Taken> chunk() {
        TaskDraft draft = new TaskDraft("refused", null, false, null, null, 0, List.of(), null);
        return IntStream.rangeClosed(1, LINES)
                .mapToObj(line -> new Reading.Taken(draft, line, 10))
                .toList();
    }

    private Outcome outcome(Duration transaction) {
        return new ImportTarget.Immediate(this::refuse, clock(transaction))
                .take(chunk())
                .await()
                .indefinitely();
    }

    @Test
    void everyLineIsNamedWhereThereIsTime() {
        assertThat(outcome(Duration.ofMillis(20)).rejected()).hasSize(LINES);
        assertThat(transactions).hasValue(2 * LINES - 1);
    }

    @Test
    void theSearchEndsAfterAMinute() {
        assertThatThrownBy(() -> outcome(Duration.ofSeconds(1)))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.type())
                        .isEqualTo(ProblemType.DEADLINE_PASSED));
        assertThat(transactions.get()).isBetween(60, 63);
    }
}
