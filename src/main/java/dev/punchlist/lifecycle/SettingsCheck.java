package dev.punchlist.lifecycle;

import dev.punchlist.PunchlistConfig;
import dev.punchlist.http.answer.Forwarding;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValidator;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The bounds of the settings. They are checked when the configuration is read, before anything is built from it, and all
 * that are broken are reported at once.
 */
final class SettingsCheck implements ConfigValidator {

    /** An adopted table has an index on the title, whose entries PostgreSQL limits to a third of a page. */
    private static final int LONGEST_TITLE = 500;

    private static final int SHORTEST_KEY = 16;
    private static final Pattern ORIGIN =
            Pattern.compile("[a-z][a-z0-9+.-]*://([a-z0-9._-]+|\\[[0-9a-f:.]+])(:[0-9]{1,5})?");
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration YEAR = Duration.ofDays(365);

    @Override
    public void validateMapping(Class<?> mapping, String prefix, Object settings) {
        if (settings instanceof PunchlistConfig config) {
            Faults faults = new Faults();
            checkDatabase(config, faults);
            checkRequests(config, faults);
            checkLifeCycle(config, faults);
            faults.requireNone();
        }
    }

    private static void checkDatabase(PunchlistConfig config, Faults faults) {
        PunchlistConfig.Pool pool = config.pool();
        faults.unless(!config.database().username().isBlank(), "punchlist.database.username must not be blank");
        config.database().passwordFile().ifPresent(file -> {
            boolean readable = Files.isReadable(file);
            faults.unless(readable, "punchlist.database.password-file must name a file that can be read");
            faults.unless(
                    config.database().password().isEmpty() || !readable,
                    "punchlist.database.password-file and punchlist.database.password exclude each other");
        });
        faults.within("punchlist.pool.max-size", pool.maxSize(), 1, 1_000);
        faults.within("punchlist.pool.warm-up", pool.warmUp(), 0, 1_000);
        faults.within("punchlist.pool.max-queue", pool.maxQueue(), 1, 1_000_000);
        faults.within("punchlist.pool.lookups-per-connection", pool.lookupsPerConnection(), 1, 256);
        faults.within("punchlist.pool.acquire-timeout", pool.acquireTimeout(), SHORTEST, HOUR);
        faults.within("punchlist.deadline.usual", config.deadline().usual(), SHORTEST, HOUR);
        faults.within(
                "punchlist.deadline.max",
                config.deadline().max(),
                config.deadline().usual(),
                HOUR);
        faults.within("punchlist.pool.idle-timeout", pool.idleTimeout(), SHORTEST, YEAR);
        faults.within("punchlist.pool.max-lifetime", pool.maxLifetime(), SHORTEST, YEAR);
        faults.within("punchlist.pool.ping-after", pool.pingAfter(), Duration.ZERO, YEAR);
        faults.within(
                "punchlist.background-pool.max-size", config.backgroundPool().maxSize(), 2, 1_000);
        faults.within("punchlist.stream.idle-timeout", config.stream().idleTimeout(), SHORTEST, HOUR);
        faults.within("punchlist.stream.imports", config.stream().imports(), 1, 10_000);
        faults.within("punchlist.dev.postgres-port", config.dev().postgresPort(), 1, 65_535);
    }

    private static void checkRequests(PunchlistConfig config, Faults faults) {
        PunchlistConfig.Idempotency idempotency = config.idempotency();
        faults.within("punchlist.limits.title", config.limits().title(), 1, LONGEST_TITLE);
        faults.within("punchlist.limits.description", config.limits().description(), 1, 100_000);
        faults.within("punchlist.limits.body", config.limits().body().asLongValue(), 1_024L, 1L << 30);
        config.limits()
                .bodies()
                .ifPresent(bodies -> faults.within(
                        "punchlist.limits.bodies",
                        bodies.asLongValue(),
                        config.limits().body().asLongValue(),
                        1L << 40));
        faults.within("punchlist.limits.min-rate", config.limits().minRate().asLongValue(), 1L, 1L << 30);
        faults.within(
                "punchlist.limits.atomic-import", config.limits().atomicImport().asLongValue(), 1_024L, 1L << 40);
        faults.within("punchlist.limits.body-timeout", config.limits().bodyTimeout(), SHORTEST, HOUR);
        config.http()
                .maxConnections()
                .ifPresent(most -> faults.within("punchlist.http.max-connections", most, 1, 1_000_000));
        faults.unless(
                config.http().trustedProxies().orElse(List.of()).stream()
                        .allMatch(proxy -> Forwarding.network(proxy).isPresent()),
                "punchlist.http.trusted-proxies must be addresses, such as 10.0.0.7, or blocks, such as 10.0.0.0/8");
        faults.unless(
                config.http().corsOrigins().orElse(List.of()).stream().allMatch(SettingsCheck::isOrigin),
                "punchlist.http.cors-origins must be * or origins, such as https://app.example.org");
        faults.unless(
                config.cursor().keys().orElse(List.of()).stream().allMatch(key -> key.length() >= SHORTEST_KEY),
                "punchlist.cursor.keys must have at least %s characters each".formatted(SHORTEST_KEY));
        faults.within("punchlist.idempotency.retention", idempotency.retention(), Duration.ofMinutes(1), YEAR);
        faults.within("punchlist.idempotency.purge-interval", idempotency.purgeInterval(), Duration.ofSeconds(1), YEAR);
        faults.within("punchlist.idempotency.purge-batch", idempotency.purgeBatch(), 1, 10_000);
    }

    /** As browsers write it (RFC 6454 section 6.2): lower case, without a path, and without the port that goes without saying. */
    private static boolean isOrigin(String text) {
        return text.equals("*") || ORIGIN.matcher(text).matches();
    }

    private static void checkLifeCycle(PunchlistConfig config, Faults faults) {
        faults.within("punchlist.startup.database-timeout", config.startup().databaseTimeout(), SHORTEST, HOUR);
        faults.within("punchlist.shutdown.grace", config.shutdown().grace(), Duration.ZERO, HOUR);
        faults.within("punchlist.shutdown.timeout", config.shutdown().timeout(), SHORTEST, HOUR);
    }

    private static final class Faults {

        private final List<ConfigValidationException.Problem> problems = new ArrayList<>();

        <T extends Comparable<T>> void within(String name, T value, T min, T max) {
            unless(
                    value.compareTo(min) >= 0 && value.compareTo(max) <= 0,
                    "%s must be from %s to %s, but is %s".formatted(name, words(min), words(max), words(value)));
        }

        void unless(boolean inOrder, String fault) {
            if (!inOrder) {
                problems.add(new ConfigValidationException.Problem(fault));
            }
        }

        void requireNone() {
            if (!problems.isEmpty()) {
                throw new ConfigValidationException(problems.toArray(ConfigValidationException.Problem[]::new));
            }
        }

        /** Durations in milliseconds, a form that a setting may have. */
        private static String words(Object value) {
            return value instanceof Duration duration ? duration.toMillis() + "ms" : String.valueOf(value);
        }
    }
}
