package dev.punchlist.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A request or an answer of HTTP/1.1 as it goes over the wire, as a whole. Trailers, and answers that end with their
 * connection, are not understood.
 */
final class HttpMessage {

    private static final Pattern END_OF_LINE = Pattern.compile("\r\n");

    private final String head;
    private final byte[] body;

    /**
     * A message.
     *
     * @param head the start line and the headers, each line with its end
     * @param body the body, in chunks if the head says so
     */
    HttpMessage(String head, byte[] body) {
        this.head = head;
        this.body = body;
    }

    /** Reads a request, or an answer to one that was not HEAD; empty where the other side has closed before the first byte. */
    static Optional<HttpMessage> read(InputStream in) throws IOException {
        String start = line(in);
        if (start.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder head = new StringBuilder(start);
        for (String line = line(in); !line.equals("\r\n"); line = line(in)) {
            if (line.isEmpty()) {
                throw new IOException("The connection ended within a head: " + head);
            }
            head.append(line);
        }
        HttpMessage bare = new HttpMessage(head.toString(), new byte[0]);
        return Optional.of(new HttpMessage(bare.head, bare.readBody(in)));
    }

    /** An answer made up on the way. */
    static HttpMessage answer(String status, String text) {
        return new HttpMessage(
                "HTTP/1.1 " + status + "\r\nContent-Type: text/plain\r\nContent-Length: " + text.length() + "\r\n",
                text.getBytes(StandardCharsets.US_ASCII));
    }

    private byte[] readBody(InputStream in) throws IOException {
        if (header("transfer-encoding").isPresent()) {
            return chunks(in);
        }
        int length = header("content-length").map(Integer::parseInt).orElse(0);
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("The connection ended within a body, after: " + head);
        }
        return bytes;
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int size = -1;
        while (size != 0) {
            String line = line(in);
            size = Integer.parseInt(line.strip(), 16);
            byte[] chunk = in.readNBytes(size + 2);
            if (chunk.length < size + 2) {
                throw new IOException("The connection ended within a chunk");
            }
            all.writeBytes(line.getBytes(StandardCharsets.ISO_8859_1));
            all.writeBytes(chunk);
        }
        return all.toByteArray();
    }

    /** A line with its end; what has come of it where the connection ended. */
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int last = 0;
        while (last != '\n' && last >= 0) {
            last = in.read();
            if (last >= 0) {
                line.write(last);
            }
        }
        return last < 0 ? "" : line.toString(StandardCharsets.ISO_8859_1);
    }

    /** The value of a header, given by its name in lower case. */
    Optional<String> header(String name) {
        return END_OF_LINE
                .splitAsStream(head)
                .filter(line -> isHeader(line, name))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    /** Whether the sender closes the connection after this message. */
    boolean closes() {
        return header("connection").filter("close"::equalsIgnoreCase).isPresent();
    }

    /** The code of an answer. */
    int status() {
        return Integer.parseInt(head.substring(9, 12));
    }

    /** The same without what it says about the connection that it came by. */
    HttpMessage forNextHop() {
        String kept = END_OF_LINE
                .splitAsStream(head)
                .filter(line -> !isHeader(line, "connection") && !isHeader(line, "keep-alive"))
                .map(line -> line + "\r\n")
                .collect(Collectors.joining());
        return new HttpMessage(kept, body);
    }

    private static boolean isHeader(String line, String name) {
        return line.regionMatches(true, 0, name + ":", 0, name.length() + 1);
    }

    /** All of it. */
    byte[] bytes() {
        byte[] start = (head + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }
}
