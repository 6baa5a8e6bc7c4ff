package dev.punchlist.database.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punchlist.support.Await;
import dev.punchlist.support.Parallel;
import dev.punchlist.support.TcpProxy;
import dev.punchlist.support.TestDatabase;
import dev.punchlist.support.TestPostgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which connections a pool lends, and which it gives up. */
class ProvenPoolIT {

    private static final int CONNECTIONS = 3;
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final TestDatabase DATABASE = TestPostgres.shared().createDatabase("proven");

    private final Vertx vertx = Vertx.vertx();
    private final TcpProxy network = new TcpProxy(DATABASE.port());

    @AfterEach
    void close() {
        network.close();
        get(vertx.close());
    }

    private Pool pool(Duration longestSilence, Duration patience) {
        return pool(CONNECTIONS, longestSilence, patience);
    }

    private Pool pool(int size, Duration longestSilence, Duration patience) {
        Doubts doubts = new Doubts();
        Pool connections = PgBuilder.pool()
                .connectingTo(new PgConnectOptions()
                        .setPort(network.port())
                        .setHost("127.0.0.1")
                        .setDatabase(DATABASE.name())
                        .setCachePreparedStatements(true)
                        .setUser("postgres"))
                .with(new PoolOptions().setMaxSize(size))
                .withConnectHandler(connection -> {
                    AnswerWatch.over(connection, longestSilence, doubts);
                    var unused = connection.close();
                })
                .using(vertx)
                .build();
        return new ProvenPool(vertx, connections, size, Duration.ZERO, patience, doubts);
    }

    @Test
    void aConnectionIsLentAgainHoweverLongItRested() {
        // Of several, another than the one that rested could be lent.
        Pool pool = pool(1, Duration.ofSeconds(1), LONG);
        int backend = backend(pool);

        List<Integer> again = Stream.generate(() -> {
                    // Longer than a server may say nothing while it owes an answer.
                    DATABASE.value("select pg_sleep(1.2)");
                    return backend(pool);
                })
                .limit(2)
                .toList();

        assertThat(again).containsOnly(backend);
    }

    @Test
    void aServerThatDoesNotAnswerIsGivenUp() {
        Pool pool = pool(Duration.ofMillis(300), LONG);
        SqlConnection connection = get(pool.getConnection());

        assertThatThrownBy(() -> get(connection.query("select pg_sleep(60)").execute()))
                .hasMessageContaining("ClosedConnection");
    }

    @Test
    void allThatTheNetworkForgotAreReplacedAfterOneOfThemWasAskedInVain() {
        Pool pool = pool(LONG, Duration.ofMillis(500));
        List<Integer> forgotten = backends(pool);
        network.forget();

        assertThat(backend(pool)).isNotIn(forgotten);
        assertThat(backends(pool)).doesNotContainAnyElementsOf(forgotten);
    }

    @Test
    void allAreReplacedThatWereOpenedBeforeTheTableChanged() {
        Pool pool = pool(LONG, LONG);
        DATABASE.execute("create table changing (id integer)");
        List<SqlConnection> connections = lendAll(pool);
        List<Integer> outdated =
                connections.stream().map(ProvenPoolIT::backendOf).toList();
        connections.forEach(connection ->
                get(connection.preparedQuery("select * from changing").execute()));
        DATABASE.execute("alter table changing alter column id type bigint");

        assertThatThrownBy(() -> get(connections
                        .get(0)
                        .preparedQuery("select * from changing")
                        .execute()))
                .hasMessageContaining("0A000");
        connections.forEach(connection -> get(connection.close()));

        assertThat(backends(pool)).doesNotContainAnyElementsOf(outdated);
    }

    @Test
    void oneThatTheServerEndedIsReplaced() {
        Pool pool = pool(LONG, LONG);
        List<Integer> ended = backends(pool);
        ended.forEach(backend -> DATABASE.execute("select pg_terminate_backend(" + backend + ")"));
        Await.until("they have ended", () -> DATABASE.value("select count(*) from pg_stat_activity where pid in ("
                        + ended.get(0) + "," + ended.get(1) + "," + ended.get(2) + ")")
                .equals("0"));

        assertThat(backends(pool)).doesNotContainAnyElementsOf(ended);
    }

    /** Who has all connections of the pool at the same time. */
    private static List<Integer> backends(Pool pool) {
        List<SqlConnection> all = lendAll(pool);
        List<Integer> backends = all.stream().map(ProvenPoolIT::backendOf).toList();
        all.forEach(connection -> get(connection.close()));
        return backends;
    }

    private static List<SqlConnection> lendAll(Pool pool) {
        return Stream.generate(pool::getConnection).limit(CONNECTIONS).toList().stream()
                .map(ProvenPoolIT::get)
                .toList();
    }

    private static int backend(Pool pool) {
        SqlConnection connection = get(pool.getConnection());
        int backend = backendOf(connection);
        get(connection.close());
        return backend;
    }

    private static int backendOf(SqlConnection connection) {
        return get(connection.query("select pg_backend_pid()").execute().map(rows -> rows.iterator()
                .next()
                .getInteger(0)));
    }

    private static <T> T get(Future<T> future) {
        return Parallel.get(future.toCompletionStage().toCompletableFuture());
    }
}
