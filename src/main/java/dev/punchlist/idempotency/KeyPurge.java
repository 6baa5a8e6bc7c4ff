package dev.punchlist.idempotency;

import dev.punchlist.PunchlistConfig;
import dev.punchlist.database.BackgroundJobs;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Deletes expired answers in small batches, on the background pool and on one replica at a time. */
@ApplicationScoped
public class KeyPurge {

    private static final Logger LOG = Logger.getLogger(KeyPurge.class);
    private static final String JOB = "purge of idempotency keys";

    private final BackgroundJobs jobs;
    private final PunchlistConfig.Idempotency config;
    private final Clock clock;

    KeyPurge(BackgroundJobs jobs, PunchlistConfig config, Clock clock) {
        this.jobs = jobs;
        this.config = config.idempotency();
        this.clock = clock;
    }

    @Scheduled(
            identity = JOB,
            every = "${punchlist.idempotency.purge-interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public Uni<Void> purge() {
        OffsetDateTime expiry = clock.instant().minus(config.retention()).atOffset(ZoneOffset.UTC);
        return Multi.createBy()
                .repeating()
                .uni(() -> deleteBatch(expiry))
                .whilst(deleted -> deleted == config.purgeBatch())
                .collect()
                .with(Collectors.summingInt(Integer::intValue))
                .invoke(total -> LOG.debugf("%s expired idempotency keys deleted", total))
                .onFailure()
                .invoke(failure ->
                        LOG.warnf("The purge of idempotency keys failed and will be tried again: %s", failure))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private Uni<Integer> deleteBatch(OffsetDateTime expiry) {
        return jobs.executeExclusively(JOB, """
                DELETE FROM idempotency_keys
                WHERE (tenant, key) IN (
                    SELECT tenant, key FROM idempotency_keys WHERE created_at < $1
                    ORDER BY created_at LIMIT %s FOR UPDATE SKIP LOCKED)
                """.formatted(config.purgeBatch()), expiry);
    }
}
