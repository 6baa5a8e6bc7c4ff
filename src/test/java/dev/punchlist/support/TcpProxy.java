package dev.punchlist.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/** A network between the service and its database that a test can spoil: cut, silent, slow, or closed to newcomers. */
public final class TcpProxy implements AutoCloseable {

    private static final int BUFFER = 65_536;

    /** What a balancer does to a connection on which nothing was sent for some time. */
    public enum AtRest {
        /** It says goodbye to both sides. */
        CLOSE,
        /** It resets the connection. */
        RESET,
        /** It forgets the connection, and drops what is sent on it from then on. */
        FORGET
    }

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    private volatile boolean silent;
    private volatile boolean refusing;
    private volatile long delayMillis;
    private volatile int restMillis;
    private volatile List<AtRest> atRest = List.of(AtRest.CLOSE);
    private final AtomicInteger ended = new AtomicInteger();

    /** A proxy of this local port. */
    public TcpProxy(int target) {
        this.target = target;
        try {
            listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run("accept", this::accept);
    }

    /** Where it listens. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Cuts every connection that there is. */
    public void cut() {
        sockets.forEach(TcpProxy::closeQuietly);
        sockets.clear();
    }

    /** Swallows what is sent, in both directions, or lets it through again; what was swallowed is lost. */
    public void silence(boolean on) {
        silent = on;
    }

    /** Swallows what is sent on the connections that there are, in both directions and for ever; new ones work. */
    public void forget() {
        connections.forEach(Connection::forget);
    }

    /** Closes new connections at once, or takes them again. */
    public void refuse(boolean on) {
        refusing = on;
    }

    /** Holds back everything that is sent for so long. */
    public void delay(long millis) {
        delayMillis = millis;
    }

    /** Does this, or these in turn, to new connections on which the client sends nothing for so long; with 0 to none. */
    public void atRest(int millis, AtRest... ways) {
        restMillis = millis;
        atRest = List.of(ways);
    }

    /**
     * How often a PostgreSQL client of this name sent something to the server: the round trips, where one is over before the
     * next begins. What the others send meanwhile, a job or a pool that closes, is none of them.
     */
    public long roundTrips(String applicationName) {
        return connections.stream()
                .filter(connection -> connection.isOf(applicationName))
                .mapToLong(Connection::asked)
                .sum();
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket client = listener.accept();
            if (refusing) {
                closeQuietly(client);
            } else {
                connect(client);
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket server = new Socket();
        try {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
        } catch (ConnectException e) {
            closeQuietly(client);
            return;
        }
        client.setSoTimeout(restMillis);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        sockets.add(client);
        sockets.add(server);
        Connection connection = new Connection();
        connections.add(connection);
        run("to the server", () -> pump(connection, client, server, connection::ask));
        run("to the client", () -> pump(connection, server, client, (part, length) -> {}));
    }

    private void pump(Connection connection, Socket from, Socket to, BiConsumer<byte[], Integer> onPart)
            throws IOException {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            boolean lost = false;
            for (int count = read(from, in, buffer); count >= 0; count = read(from, in, buffer)) {
                // A connection that lost a part can never be understood again.
                lost |= silent || connection.forgotten;
                onPart.accept(buffer, count);
                if (delayMillis > 0) {
                    LockSupport.parkNanos(delayMillis * 1_000_000);
                }
                if (!lost) {
                    out.write(buffer, 0, count);
                }
            }
        } finally {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private int read(Socket from, InputStream in, byte[] buffer) throws IOException {
        try {
            return in.read(buffer);
        } catch (SocketTimeoutException e) {
            from.setSoTimeout(0);
            List<AtRest> ways = atRest;
            switch (ways.get(ended.getAndIncrement() % ways.size())) {
                case CLOSE -> {}
                case RESET -> from.setSoLinger(true, 0);
                case FORGET -> in.transferTo(OutputStream.nullOutputStream());
            }
            return -1;
        }
    }

    /** What a client sent: its first message, which has its name, and how many there were. */
    private static final class Connection {

        private final AtomicLong asked = new AtomicLong();
        private volatile String startup = "";
        private volatile boolean forgotten;

        void forget() {
            forgotten = true;
        }

        void ask(byte[] part, int length) {
            if (asked.getAndIncrement() == 0) {
                startup = new String(part, 0, length, StandardCharsets.US_ASCII);
            }
        }

        boolean isOf(String applicationName) {
            return startup.contains("\0application_name\0" + applicationName + "\0");
        }

        long asked() {
            return asked.get();
        }
    }

    private interface Job {
        void run() throws IOException;
    }

    private static void run(String name, Job job) {
        Thread thread = new Thread(
                () -> {
                    try {
                        job.run();
                    } catch (IOException e) {
                        // A connection ended, as connections do; what the test looks at is what the service makes of
                        // it.
                        Thread.currentThread().interrupt();
                    }
                },
                "proxy " + name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
