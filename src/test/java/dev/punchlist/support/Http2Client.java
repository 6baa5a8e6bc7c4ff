package dev.punchlist.support;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A client that speaks HTTP/2 by prior knowledge, frame by frame (RFC 9113 section 4), and need not keep its rules. */
public final class Http2Client implements AutoCloseable {

    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;

    public static final int END_STREAM = 1;
    public static final int END_HEADERS = 4;

    /** The initial window, of the settings. */
    public static final int INITIAL_WINDOW_SIZE = 4;

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int HEAD_BYTES = 9;
    private static final int TIMEOUT_MILLIS = 60_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    private Http2Client(int port) throws IOException {
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        in = new DataInputStream(socket.getInputStream());
    }

    /** A client of the service on this port, which has said how much it takes of each answer. */
    public static Http2Client of(int port, int window) {
        try {
            Http2Client client = new Http2Client(port);
            client.socket.getOutputStream().write(PREFACE.getBytes(StandardCharsets.US_ASCII));
            client.send(frame(
                    SETTINGS,
                    0,
                    0,
                    ByteBuffer.allocate(6)
                            .putShort((short) INITIAL_WINDOW_SIZE)
                            .putInt(window)
                            .array()));
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A frame. */
    public static byte[] frame(int type, int flags, int stream, byte... payload) {
        return ByteBuffer.allocate(HEAD_BYTES + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** The frame of a whole GET. */
    public static byte[] get(String path, int stream) {
        return frame(HEADERS, END_STREAM | END_HEADERS, stream, fields(0x82, path));
    }

    /** The fields of a request, without Huffman's code (RFC 7541 section 6): 0x82 is GET, 0x83 POST. */
    public static byte[] fields(int method, String path) {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        fields.write(method);
        target(fields, path);
        return fields.toByteArray();
    }

    /** The fields of a request by any method, and further ones: their names and values in turn. */
    public static byte[] fields(String method, String path, String... further) {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        literal(fields, 2, method);
        target(fields, path);
        for (int index = 0; index < further.length; index += 2) {
            fields.write(0);
            text(fields, further[index]);
            text(fields, further[index + 1]);
        }
        return fields.toByteArray();
    }

    private static void target(ByteArrayOutputStream fields, String path) {
        fields.write(0x86);
        literal(fields, 4, path);
        literal(fields, 1, "localhost");
    }

    private static void literal(ByteArrayOutputStream fields, int name, String value) {
        fields.write(name);
        text(fields, value);
    }

    private static void text(ByteArrayOutputStream fields, String value) {
        fields.write(value.length());
        fields.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    /** The same bytes so many times. */
    public static byte[] repeated(byte[] bytes, int times) {
        ByteBuffer all = ByteBuffer.allocate(bytes.length * times);
        for (int time = 0; time < times; time++) {
            all.put(bytes);
        }
        return all.array();
    }

    /** Sends; answers whether the service still takes anything. */
    public boolean send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return true;
        } catch (SocketException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first settings that the service announces, by their numbers. */
    public Map<Integer, Integer> settings() {
        try {
            Frame frame = read();
            Map<Integer, Integer> settings = new HashMap<>();
            ByteBuffer payload = ByteBuffer.wrap(frame.payload());
            while (payload.hasRemaining()) {
                settings.put((int) payload.getShort(), payload.getInt());
            }
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads until the service ends the connection; answers whether it does so in time. */
    public boolean isEnded() {
        try {
            while (true) {
                read();
            }
        } catch (EOFException | SocketException e) {
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The types of the frames that come before the first of this type, without those about the connection. */
    public List<Integer> readUntil(int type) {
        List<Integer> types = new ArrayList<>();
        try {
            for (Frame frame = read(); frame.type() != type; frame = read()) {
                if (frame.type() != SETTINGS && frame.type() != WINDOW_UPDATE) {
                    types.add(frame.type());
                }
            }
            return types;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Frame read() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        in.readFully(new byte[HEAD_BYTES - 4]);
        byte[] payload = new byte[length];
        in.readFully(payload);
        return new Frame(type, payload);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // Read once.
    private record Frame(int type, byte[] payload) {}
}
