package dev.punchlist.database.pool;

import dev.punchlist.PunchlistConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Sets the limits of the pools that the framework has no settings for: on waiting for a connection, on connecting, on
 * statements, and on the time for which an idle connection is trusted.
 */
public final class PoolCreators {

    public static final String BACKGROUND = "background";

    static final String PROBE = "probe";

    /** What the metrics call the pool without a name. */
    private static final String REQUESTS = "requests";

    /** A batch of a stream or the purge of a chunk takes far less; what takes longer is stuck. */
    private static final Duration LONGEST_BACKGROUND_STATEMENT = Duration.ofMinutes(1);

    /** A question without work; a connection that does not answer it must not keep the next question waiting. */
    private static final Duration LONGEST_PING = Duration.ofSeconds(1);

    /**
     * A server that has stopped a statement by its timeout says so. If it owes an answer and is silent for longer, the
     * network swallows the answer, and the connection is closed.
     */
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** Long enough for many lookups, and too short to keep a write waiting or to put off the end of a silent connection. */
    private static final Duration LONGEST_SHARING = Duration.ofMillis(10);

    /** Set whatever the default of the database is: every statement here is written for this one. */
    private static final String ISOLATION = "read committed";

    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

    private PoolCreators() {}

    @Produces
    @Singleton
    static PgPoolCreator requests(PunchlistConfig config, MeterRegistry metrics) {
        return input -> new SharingPool(
                input.vertx(),
                create(
                        input,
                        REQUESTS,
                        config.deadline().usual(),
                        config.deadline().max(),
                        config,
                        metrics),
                config.pool().lookupsPerConnection(),
                LONGEST_SHARING);
    }

    @Produces
    @Singleton
    @ReactiveDataSource(BACKGROUND)
    static PgPoolCreator background(PunchlistConfig config, MeterRegistry metrics) {
        return input ->
                create(input, BACKGROUND, LONGEST_BACKGROUND_STATEMENT, LONGEST_BACKGROUND_STATEMENT, config, metrics);
    }

    @Produces
    @Singleton
    @ReactiveDataSource(PROBE)
    static PgPoolCreator probe(PunchlistConfig config, MeterRegistry metrics) {
        return input -> create(input, PROBE, LONGEST_PING, LONGEST_PING, config, metrics);
    }

    private static Counter connects(String pool, MeterRegistry metrics) {
        return Counter.builder("punchlist.pool.connects")
                .description("Connections opened; after the start, each stands for one that was lost, idle or too old")
                .tag("pool_name", pool)
                .register(metrics);
    }

    private static Pool create(
            PgPoolCreator.Input input,
            String name,
            Duration usualTimeout,
            Duration statementTimeout,
            PunchlistConfig config,
            MeterRegistry metrics) {
        Counter connects = connects(name, metrics);
        Doubts doubts = new Doubts();
        input.pgConnectOptionsList().forEach(options -> {
            options.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
            options.setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
            // Of a server that takes the connection and says nothing; once it is open, the watch takes its place.
            options.setIdleTimeout(CONNECT_TIMEOUT_MILLIS);
            options.addProperty("statement_timeout", String.valueOf(usualTimeout.toMillis()));
            options.addProperty("default_transaction_isolation", ISOLATION);
        });
        Pool connections = PgBuilder.pool()
                .with(input.poolOptions()
                        .setName(name)
                        .setMaxWaitQueueSize(config.pool().maxQueue())
                        .setConnectionTimeout(
                                Math.toIntExact(config.pool().acquireTimeout().toMillis()))
                        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS))
                .connectingTo(new DatabaseServers(
                        input.vertx(),
                        input.pgConnectOptionsList(),
                        config.database().passwordFile()))
                .withConnectHandler(connection -> {
                    connects.increment();
                    AnswerWatch.over(connection, statementTimeout.plus(GRACE), doubts);
                    var unused = connection.close();
                })
                .using(input.vertx())
                .build();
        return new ProvenPool(
                input.vertx(),
                connections,
                input.poolOptions().getMaxSize(),
                config.pool().pingAfter(),
                LONGEST_PING,
                doubts);
    }
}
