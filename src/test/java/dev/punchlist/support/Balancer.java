package dev.punchlist.support;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * A balancer of requests before several replicas on this machine, which knows what a real one knows and hides no more:
 *
 * <ul>
 *   <li>It asks each replica for {@code /q/health/ready} every 100 ms, over a new connection, and waits a second at most.
 *       Two failed checks in a row take a replica out, one that succeeds takes it in.
 *   <li>Each request goes to the next ready replica, over a connection that is kept alive and used again; one that the
 *       replica has closed meanwhile is thrown away, as far as it can be seen before the request is sent. {@code
 *       Connection: close} is honoured.
 *   <li>Where no connection can be opened, the request goes to another replica, for nothing was sent. Once its first byte
 *       was sent, it is not sent again: the client gets 502. So does HAProxy with its default {@code retry-on
 *       conn-failure}; nginx, by default, would send a GET again, so that this balancer is the less forgiving.
 *   <li>An answer is handed on whatever its status is. Where no replica is ready, the answer is a 503 of its own.
 * </ul>
 */
public final class Balancer implements AutoCloseable {

    private static final long CHECK_INTERVAL_MILLIS = 100;

    private final List<Replica> replicas;
    private final ServerSocket listener;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ScheduledExecutorService checks;
    private final AtomicInteger turn = new AtomicInteger();

    /** A balancer before the replicas on these ports, none of which need run yet. */
    public Balancer(int... ports) {
        replicas = IntStream.of(ports).mapToObj(Replica::new).toList();
        checks = Executors.newScheduledThreadPool(ports.length);
        try {
            listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (Replica replica : replicas) {
            var unused = checks.scheduleWithFixedDelay(replica::check, 0, CHECK_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        }
        threads.execute(this::accept);
    }

    /** Where it listens. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Waits until the replica on this port is used, or is not. */
    public void awaitUse(int port, boolean used) {
        Await.until("the balancer sees that " + port + (used ? " is ready" : " is not ready"), () -> replicas.stream()
                .anyMatch(replica -> replica.port() == port && replica.isReady() == used));
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                client.setTcpNoDelay(true);
                clients.add(client);
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                // Only the end of the test closes the listener.
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            Optional<HttpMessage> request = HttpMessage.read(in);
            while (request.isPresent()) {
                client.getOutputStream()
                        .write(forward(request.get().forNextHop()).bytes());
                request = request.get().closes() ? Optional.empty() : HttpMessage.read(in);
            }
        } catch (IOException e) {
            // The client has gone; what it makes of that is its own affair.
            clients.remove(client);
        }
        clients.remove(client);
    }

    private HttpMessage forward(HttpMessage request) {
        int first = turn.getAndIncrement();
        for (int offset = 0; offset < replicas.size(); offset++) {
            Replica replica = replicas.get(Math.floorMod(first + offset, replicas.size()));
            if (replica.isReady()) {
                try {
                    Optional<Replica.Connection> connection = replica.connect();
                    if (connection.isPresent()) {
                        return exchange(replica, connection.get(), request).forNextHop();
                    }
                } catch (IOException e) {
                    return HttpMessage.answer("502 Bad Gateway", ascii("Replica " + replica.port() + ": " + e));
                }
            }
        }
        return HttpMessage.answer("503 Service Unavailable", "No replica is ready");
    }

    private static HttpMessage exchange(Replica replica, Replica.Connection connection, HttpMessage request)
            throws IOException {
        try {
            HttpMessage answer = connection.exchange(request);
            if (answer.closes()) {
                connection.close();
            } else {
                replica.keep(connection);
            }
            return answer;
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    private static String ascii(String text) {
        return new String(text.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        checks.shutdownNow();
        try {
            listener.close();
            for (Socket client : clients) {
                client.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
