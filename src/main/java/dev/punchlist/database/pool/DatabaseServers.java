package dev.punchlist.database.pool;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.SqlConnectOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Where, and with which password, a pool opens its next connection. Of several servers it is the one that takes writes:
 * the last that did is asked first, so that a server that is gone is not waited for each time.
 */
final class DatabaseServers implements Supplier<Future<SqlConnectOptions>> {

    private static final int ANSWER_TIMEOUT_SECONDS = 5;

    private final Vertx vertx;
    private final List<PgConnectOptions> servers;
    private final Optional<Path> passwordFile;

    private volatile int primary;

    DatabaseServers(Vertx vertx, List<PgConnectOptions> servers, Optional<Path> passwordFile) {
        this.vertx = vertx;
        this.servers = List.copyOf(servers);
        this.passwordFile = passwordFile;
    }

    @Override
    public Future<SqlConnectOptions> get() {
        return password().compose(password -> primary(password, primary, servers.size()));
    }

    private Future<Optional<String>> password() {
        return passwordFile
                .map(file -> vertx.fileSystem()
                        .readFile(file.toString())
                        .map(content -> Optional.of(content.toString().strip()))
                        .recover(failure ->
                                Future.failedFuture(new IOException("the password file cannot be read", failure))))
                .orElse(Future.succeededFuture(Optional.empty()));
    }

    private Future<SqlConnectOptions> primary(Optional<String> password, int index, int untried) {
        PgConnectOptions options = new PgConnectOptions(servers.get(index));
        password.ifPresent(options::setPassword);
        return servers.size() == 1
                ? Future.succeededFuture(options)
                : takesWrites(options)
                        .compose(takesWrites -> takesWrites
                                ? Future.succeededFuture(found(options, index))
                                : Future.failedFuture(new ConnectException("no server takes writes")))
                        .recover(failure -> untried > 1
                                ? primary(password, (index + 1) % servers.size(), untried - 1)
                                : Future.failedFuture(failure));
    }

    private SqlConnectOptions found(PgConnectOptions options, int index) {
        primary = index;
        return options;
    }

    private Future<Boolean> takesWrites(PgConnectOptions options) {
        return PgConnection.connect(vertx, options)
                .timeout(ANSWER_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .compose(connection -> connection
                        .query("SHOW transaction_read_only")
                        .execute()
                        .map(rows -> rows.iterator().next().getString(0).equals("off"))
                        .eventually(() -> connection.close()));
    }
}
