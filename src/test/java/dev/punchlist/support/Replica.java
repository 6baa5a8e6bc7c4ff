package dev.punchlist.support;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One of the servers behind a {@link Balancer}: whether it is to be used, and the idle connections to it. */
final class Replica {

    private static final int CHECK_TIMEOUT_MILLIS = 1_000;
    private static final int ANSWER_TIMEOUT_MILLIS = 60_000;
    private static final HttpMessage CHECK =
            new HttpMessage("GET /q/health/ready HTTP/1.1\r\nHost: replica\r\nConnection: close\r\n", new byte[0]);

    /** So many checks in a row must fail before it is taken out. */
    private static final int FALL = 2;

    private final int port;
    private final Queue<Connection> idle = new ConcurrentLinkedQueue<>();

    private volatile boolean ready;
    private int failedChecks;

    Replica(int port) {
        this.port = port;
    }

    int port() {
        return port;
    }

    boolean isReady() {
        return ready;
    }

    /** Asks it once whether it is ready. */
    void check() {
        if (saysReady()) {
            failedChecks = 0;
            ready = true;
        } else if (++failedChecks >= FALL) {
            ready = false;
        }
    }

    private boolean saysReady() {
        try (Connection connection = new Connection(port, CHECK_TIMEOUT_MILLIS)) {
            return connection.exchange(CHECK).status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** A connection to it, kept or new; empty where it takes none. */
    Optional<Connection> connect() throws IOException {
        for (Connection kept = idle.poll(); kept != null; kept = idle.poll()) {
            if (kept.isOpen()) {
                return Optional.of(kept);
            }
            kept.close();
        }
        try {
            return Optional.of(new Connection(port, ANSWER_TIMEOUT_MILLIS));
        } catch (ConnectException e) {
            return Optional.empty();
        }
    }

    /** Keeps a connection for the next request. */
    void keep(Connection connection) {
        idle.add(connection);
    }

    /** A connection to a replica. */
    static final class Connection implements Closeable {

        private final SocketChannel channel;
        private final InputStream in;

        private Connection(int port, int timeoutMillis) throws IOException {
            channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.socket().setSoTimeout(timeoutMillis);
            in = new BufferedInputStream(channel.socket().getInputStream());
        }

        /** Whether the other side has not closed it, as far as this side can know. */
        private boolean isOpen() throws IOException {
            channel.configureBlocking(false);
            try {
                return channel.read(ByteBuffer.allocate(1)) == 0;
            } finally {
                channel.configureBlocking(true);
            }
        }

        /** Sends a request and waits for the answer. */
        HttpMessage exchange(HttpMessage request) throws IOException {
            channel.socket().getOutputStream().write(request.bytes());
            return HttpMessage.read(in)
                    .orElseThrow(() -> new IOException("The connection was closed instead of an answer to "
                            + new String(request.bytes(), StandardCharsets.ISO_8859_1)));
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
