package dev.punchlist.database;

import dev.punchlist.PunchlistConfig;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Gives both pools the bounds that the framework has no settings for: of the wait for a connection, and of connecting. */
final class PoolCreators {

    static final String BACKGROUND = "background";

    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

    private PoolCreators() {}

    @Produces
    @Singleton
    static PgPoolCreator requests(PunchlistConfig config) {
        return input -> create(input, config);
    }

    @Produces
    @Singleton
    @ReactiveDataSource(BACKGROUND)
    static PgPoolCreator background(PunchlistConfig config) {
        return input -> create(input, config);
    }

    private static Pool create(PgPoolCreator.Input input, PunchlistConfig config) {
        input.pgConnectOptionsList().forEach(options -> options.setConnectTimeout(CONNECT_TIMEOUT_MILLIS));
        return PgBuilder.pool()
                .with(input.poolOptions()
                        .setMaxWaitQueueSize(config.pool().maxQueue())
                        .setConnectionTimeout(
                                Math.toIntExact(config.pool().acquireTimeout().toMillis()))
                        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS))
                .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
                .using(input.vertx())
                .build();
    }
}
