package dev.punchlist.database.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punchlist.support.Await;
import dev.punchlist.support.Parallel;
import dev.punchlist.support.TestDatabase;
import dev.punchlist.support.TestPostgres;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who shares a connection of the pool with whom, and for how long. */
class SharingPoolIT {

    private static final int PLACES = 3;
    private static final int CONNECTIONS = 2;
    private static final TestDatabase DATABASE = TestPostgres.shared().createDatabase("sharing");
    private static final TestDatabase OTHER_DATABASE = TestPostgres.shared().createDatabase("not_sharing");

    private final Vertx vertx = Vertx.vertx();
    private final ContextInternal loop = ((VertxInternal) vertx).createEventLoopContext();

    private final Pool connections = PgBuilder.pool()
            .connectingTo(new PgConnectOptions()
                    .setPort(DATABASE.port())
                    .setHost(DATABASE.host())
                    .setDatabase(DATABASE.name())
                    .setUser("postgres"))
            .with(new PoolOptions().setMaxSize(CONNECTIONS).setEventLoopSize(CONNECTIONS))
            .using(vertx)
            .build();

    private Pool pool = openFor(Duration.ofHours(1));

    @AfterEach
    void close() {
        get(pool.close());
        get(vertx.close());
    }

    private Pool openFor(Duration open) {
        return new SharingPool(vertx, connections, PLACES, open);
    }

    @Test
    void lookupsShareAConnectionUntilItIsFull() {
        List<SqlConnection> lookups = lookUps(PLACES + 1);

        List<Integer> backends = lookups.stream().map(SharingPoolIT::backend).toList();

        assertThat(backends.subList(0, PLACES)).containsOnly(backends.get(0));
        assertThat(backends.get(PLACES)).isNotEqualTo(backends.get(0));
    }

    @Test
    void whoIsNoLookupSharesWithNobody() {
        SqlConnection lookup = get(lookUp());
        SqlConnection transaction = get(on(loop, pool::getConnection));

        assertThat(backend(transaction)).isNotEqualTo(backend(lookup));
        get(transaction.begin());
        assertThat(backend(lookup)).isPositive();
    }

    @Test
    void aLookupHasNoTransactions() {
        SqlConnection lookup = get(lookUp());

        assertThatThrownBy(lookup::begin).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void theLastGivesItBack() {
        List<SqlConnection> lookups = lookUps(2);
        SqlConnection first = lookups.get(0);
        SqlConnection second = lookups.get(1);
        int backend = backend(first);
        SqlConnection other = get(on(loop, pool::getConnection));

        get(first.close());
        Future<SqlConnection> waiting = on(loop, pool::getConnection);
        assertThat(backend(second)).isEqualTo(backend);
        assertThat(waiting.isComplete()).isFalse();
        get(second.close());

        assertThat(backend(get(waiting))).isEqualTo(backend).isNotEqualTo(backend(other));
    }

    @Test
    void aPlaceIsGivenBackOnce() {
        List<SqlConnection> lookups = lookUps(2);
        get(lookups.get(0).close());

        assertThatThrownBy(() -> get(lookups.get(0).close())).hasRootCauseInstanceOf(IllegalStateException.class);
        assertThat(backend(lookups.get(1))).isPositive();
    }

    @Test
    void aBrokenOneIsJoinedByNobody() {
        SqlConnection lookup = get(lookUp());
        int backend = backend(lookup);
        DATABASE.execute("select pg_terminate_backend(" + backend + ")");
        Await.until("the pool has noticed", () -> pool.size() == 0);

        assertThat(backend(get(lookUp()))).isNotEqualTo(backend);
        get(lookup.close());
    }

    @Test
    void aFailureToConnectIsTheFailureOfAllWhoWaitForIt() {
        OTHER_DATABASE.execute("alter database sharing with allow_connections false");
        try {
            List<Future<SqlConnection>> lookups =
                    Stream.generate(this::lookUp).limit(PLACES - 1L).toList();

            assertThat(lookups).allSatisfy(lookup -> assertThatThrownBy(() -> get(lookup)));
        } finally {
            OTHER_DATABASE.execute("alter database sharing with allow_connections true");
        }
        assertThat(backend(get(lookUp()))).isPositive();
    }

    @Test
    void oneThatIsHeldForLongIsJoinedNoMore() {
        pool = openFor(Duration.ofMillis(1));
        SqlConnection held = get(lookUp());
        int backend = backend(held);

        Await.until("another is opened", () -> {
            SqlConnection next = get(lookUp());
            boolean another = backend(next) != backend;
            get(next.close());
            return another;
        });
        get(held.close());
    }

    @Test
    void eachIsAnsweredOnItsOwnContext() {
        Context own = loop.duplicate();
        Promise<Context> answeredOn = Promise.promise();
        Future<SqlConnection> joined = lookUp();
        SqlConnection second = get(lookUp(own));
        SqlConnection first = get(joined);

        second.query("select 1").execute().onComplete(answered -> answeredOn.complete(Vertx.currentContext()));

        assertThat(backend(second)).isEqualTo(backend(first));
        assertThat(get(answeredOn.future())).isSameAs(own);
    }

    /** So many at the same moment. */
    private List<SqlConnection> lookUps(int count) {
        return Stream.generate(this::lookUp).limit(count).toList().stream()
                .map(SharingPoolIT::get)
                .toList();
    }

    /** A new connection for a lookup, as a request of the one event loop would get it. */
    private Future<SqlConnection> lookUp() {
        return lookUp(loop.duplicate());
    }

    private Future<SqlConnection> lookUp(Context context) {
        return on(context, () -> {
            Promise<SqlConnection> lent = Promise.promise();
            SharingPool.lookUp(() -> Uni.createFrom()
                            .completionStage(() -> pool.getConnection().toCompletionStage()))
                    .subscribe()
                    .with(lent::complete, lent::fail);
            return lent.future();
        });
    }

    private static <T> Future<T> on(Context context, Supplier<Future<T>> action) {
        Promise<T> result = Promise.promise();
        context.runOnContext(nothing -> action.get().onComplete(result));
        return result.future();
    }

    private static int backend(SqlConnection connection) {
        return get(connection.query("select pg_backend_pid()").execute().map(rows -> rows.iterator()
                .next()
                .getInteger(0)));
    }

    private static <T> T get(Future<T> future) {
        return Parallel.get(future.toCompletionStage().toCompletableFuture());
    }
}
