package dev.punchlist.database;

import dev.punchlist.database.pool.PoolCreators;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

/** Runs statements that no request waits for, on the background pool. */
@Singleton
public class BackgroundJobs {

    private static final String TRY_LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0))";

    private final Pool pool;
    private final Repetition repetition;

    BackgroundJobs(@ReactiveDataSource(PoolCreators.BACKGROUND) Pool pool, Repetition repetition) {
        this.pool = pool;
        this.repetition = repetition;
    }

    /**
     * Runs a statement in a transaction of its own, unless another replica runs the same job at this moment.
     *
     * @return how many rows it touched; 0 where another replica is running the job
     */
    public Uni<Integer> executeExclusively(String job, String sql, Object parameter) {
        return repetition.ofTransaction(() -> pool.withTransaction(connection -> tryLock(connection, job)
                .chain(locked -> locked
                        ? connection
                                .preparedQuery(sql)
                                .execute(Tuple.of(parameter))
                                .map(rows -> rows.rowCount())
                        : Uni.createFrom().item(0))));
    }

    private static Uni<Boolean> tryLock(SqlConnection connection, String job) {
        return connection.preparedQuery(TRY_LOCK).execute(Tuple.of(job)).map(rows -> rows.iterator()
                .next()
                .getBoolean(0));
    }
}
