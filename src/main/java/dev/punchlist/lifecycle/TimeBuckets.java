package dev.punchlist.lifecycle;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.stream.DoubleStream;

/** Publishes the times of requests, pools and statements as histograms, of which a dashboard can make percentiles. */
@Singleton
class TimeBuckets {

    private static final List<String> TIMES = List.of("http.server.requests", "sql.pool.", "postgresql.");

    /** Few, for each is a series of every method, route and status. */
    private static final double[] BOUNDS = DoubleStream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
            .map(millis -> millis * Duration.ofMillis(1).toNanos())
            .toArray();

    @Produces
    @Singleton
    static MeterFilter buckets() {
        return new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                return id.getType() == Meter.Type.TIMER && TIMES.stream().anyMatch(id.getName()::startsWith)
                        ? DistributionStatisticConfig.builder()
                                .serviceLevelObjectives(BOUNDS)
                                .build()
                                .merge(config)
                        : config;
            }
        };
    }
}
