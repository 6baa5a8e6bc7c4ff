package dev.punchlist.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A client that can do what no proper client does: stop reading, stop sending, leave in the middle. */
public final class RawClient implements AutoCloseable {

    private static final int SMALL_BUFFER = 16_384;
    private static final int TIMEOUT_MILLIS = 60_000;

    private final Socket socket = new Socket();

    private RawClient(int port, InetAddress from) throws IOException {
        socket.setReceiveBufferSize(SMALL_BUFFER);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** A client of the service on this port. */
    public static RawClient of(int port) {
        return of(port, "127.0.0.1");
    }

    /** A client of the service on this port that has this address of the machine. */
    public static RawClient of(int port, String from) {
        try {
            return new RawClient(port, InetAddress.getByName(from));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends the head of a request, with these further lines. */
    public RawClient head(String request, String... headers) {
        return send(request + " HTTP/1.1\r\nHost: localhost\r\n"
                + String.join(
                        "", Arrays.stream(headers).map(line -> line + "\r\n").toList()) + "\r\n");
    }

    /** Sends a part of a body whose length was not told. */
    public RawClient chunk(String content) {
        return send(Integer.toHexString(content.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + content + "\r\n");
    }

    /** Sends these bytes as they are. */
    public RawClient send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads so many bytes, or up to the end. */
    public String read(int bytes) {
        try {
            return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads until these words have come, or up to the end. */
    public String readToEnd(String words) {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[SMALL_BUFFER];
        try {
            int count = socket.getInputStream().read(buffer);
            while (count >= 0) {
                text.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
                if (text.indexOf(words, Math.max(0, text.length() - count - words.length())) >= 0
                        && text.indexOf("\n", text.lastIndexOf(words)) >= 0) {
                    break;
                }
                count = socket.getInputStream().read(buffer);
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether something has come that was not read yet. */
    public boolean isAnswered() {
        try {
            return socket.getInputStream().available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads all that comes until the service closes the connection, whether politely or not. */
    public String readUntilClosed() {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[SMALL_BUFFER];
        try {
            for (int count = socket.getInputStream().read(buffer);
                    count >= 0;
                    count = socket.getInputStream().read(buffer)) {
                text.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
            }
        } catch (SocketException e) {
            // Closed while something that was sent had not been read: no less closed.
            assertThat(e).hasMessageContaining("reset");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Leaves without a word: what is under way is lost. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
