package dev.punchlist.lifecycle;

import dev.punchlist.PunchlistConfig;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValidator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The bounds of the settings. They are checked when the configuration is read, before anything is built from it, and all
 * that are broken are reported at once.
 */
final class SettingsCheck implements ConfigValidator {

    /** An adopted table has an index on the title, whose entries PostgreSQL limits to a third of a page. */
    private static final int LONGEST_TITLE = 500;

    private static final int LONGEST_DESCRIPTION = 100_000;
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    @Override
    public void validateMapping(Class<?> mapping, String prefix, Object settings) {
        if (settings instanceof PunchlistConfig config) {
            List<String> faults = faultsOf(config);
            if (!faults.isEmpty()) {
                throw new ConfigValidationException(faults.stream()
                        .map(ConfigValidationException.Problem::new)
                        .toArray(ConfigValidationException.Problem[]::new));
            }
        }
    }

    private static List<String> faultsOf(PunchlistConfig config) {
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
            faults.add("punchlist.idempotency.retention must be at least 1m");
        }
        positive(faults, "punchlist.startup.database-timeout", config.startup().databaseTimeout());
        positive(faults, "punchlist.shutdown.timeout", config.shutdown().timeout());
        if (config.database().username().isBlank()) {
            faults.add("punchlist.database.username must not be blank");
        }
        if (config.shutdown().grace().isNegative() || config.shutdown().grace().compareTo(LONGEST_WAIT) > 0) {
            faults.add("punchlist.shutdown.grace must be from 0s to 1h");
        }
        return faults;
    }

    private static void within(List<String> faults, String name, long value, long min, long max) {
        if (value < min || value > max) {
            faults.add("%s must be from %d to %d, but is %d".formatted(name, min, max, value));
        }
    }

    private static void positive(List<String> faults, String name, Duration value) {
        if (value.toMillis() < 1 || value.compareTo(LONGEST_WAIT) > 0) {
            faults.add(name + " must be from 1ms to 1h");
        }
    }
}
