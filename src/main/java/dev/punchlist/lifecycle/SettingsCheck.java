package dev.punchlist.lifecycle;

import dev.punchlist.PunchlistConfig;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The bounds of the settings; all that are broken are reported at once. */
@Singleton
class SettingsCheck {

    /** An adopted table has an index on the title, whose entries PostgreSQL limits to a third of a page. */
    private static final int LONGEST_TITLE = 500;

    private static final int LONGEST_DESCRIPTION = 100_000;
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final PunchlistConfig config;

    SettingsCheck(PunchlistConfig config) {
        this.config = config;
    }

    void check() {
        List<String> faults = new ArrayList<>();
        within(faults, "punchlist.pool.max-size", config.pool().maxSize(), 1, 1_000);
        within(
                faults,
                "punchlist.pool.warm-up",
                config.pool().warmUp(),
                0,
                config.pool().maxSize());
        within(faults, "punchlist.pool.max-queue", config.pool().maxQueue(), 1, 1_000_000);
        within(
                faults,
                "punchlist.background-pool.max-size",
                config.backgroundPool().maxSize(),
                1,
                1_000);
        within(faults, "punchlist.limits.title", config.limits().title(), 1, LONGEST_TITLE);
        within(faults, "punchlist.limits.description", config.limits().description(), 1, LONGEST_DESCRIPTION);
        within(faults, "punchlist.limits.body", config.limits().body().asLongValue(), 1_024, 1L << 30);
        positive(faults, "punchlist.pool.acquire-timeout", config.pool().acquireTimeout());
        positive(faults, "punchlist.pool.idle-timeout", config.pool().idleTimeout());
        positive(faults, "punchlist.pool.max-lifetime", config.pool().maxLifetime());
        within(faults, "punchlist.idempotency.purge-batch", config.idempotency().purgeBatch(), 1, 10_000);
        positive(
                faults,
                "punchlist.idempotency.purge-interval",
                config.idempotency().purgeInterval());
        if (config.idempotency().retention().toMinutes() < 1) {
            faults.add(StartupFailure.setting("punchlist.idempotency.retention") + " must be at least 1m");
        }
        positive(faults, "punchlist.startup.database-timeout", config.startup().databaseTimeout());
        positive(faults, "punchlist.shutdown.timeout", config.shutdown().timeout());
        if (config.database().username().isBlank()) {
            faults.add(StartupFailure.setting("punchlist.database.username") + " must not be blank");
        }
        if (config.shutdown().grace().isNegative() || config.shutdown().grace().compareTo(LONGEST_WAIT) > 0) {
            faults.add(StartupFailure.setting("punchlist.shutdown.grace") + " must be from 0s to 1h");
        }
        if (!faults.isEmpty()) {
            throw new StartupFailure(String.join("; ", faults));
        }
    }

    private static void within(List<String> faults, String name, long value, long min, long max) {
        if (value < min || value > max) {
            faults.add("%s must be from %d to %d, but is %d".formatted(StartupFailure.setting(name), min, max, value));
        }
    }

    private static void positive(List<String> faults, String name, Duration value) {
        if (value.toMillis() < 1 || value.compareTo(LONGEST_WAIT) > 0) {
            faults.add(StartupFailure.setting(name) + " must be from 1ms to 1h");
        }
    }
}
