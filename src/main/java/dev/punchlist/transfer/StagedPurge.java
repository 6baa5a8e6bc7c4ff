package dev.punchlist.transfer;

import dev.punchlist.database.BackgroundJobs;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.jboss.logging.Logger;

/** Deletes what imports have put aside and never written, because their replica was killed. */
@ApplicationScoped
public class StagedPurge {

    private static final Logger LOG = Logger.getLogger(StagedPurge.class);
    private static final String JOB = "purge of staged imports";

    /** No import takes so long; one that does fails. */
    private static final Duration RETENTION = Duration.ofDays(1);

    private final BackgroundJobs jobs;
    private final Clock clock;

    StagedPurge(BackgroundJobs jobs, Clock clock) {
        this.jobs = jobs;
        this.clock = clock;
    }

    @Scheduled(identity = JOB, every = "1h", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public Uni<Void> purge() {
        return jobs.executeExclusively(
                        JOB,
                        "DELETE FROM import_chunks WHERE created_at < $1",
                        clock.instant().minus(RETENTION).atOffset(ZoneOffset.UTC))
                .invoke(deleted -> LOG.debugf("%s chunks of staged imports deleted", deleted))
                .onFailure()
                .invoke(failure -> LOG.warnf("The purge of staged imports failed and will be tried again: %s", failure))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
