package dev.punchlist.http.stream;

import dev.punchlist.http.syntax.WeightedList;
import io.smallrye.mutiny.Multi;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Compresses a stream with gzip (RFC 1952), each piece so that the client can read it as soon as it is there. */
public final class Compression {

    private static final int BUFFER_BYTES = 8_192;

    private final ByteArrayOutputStream sink = new ByteArrayOutputStream(BUFFER_BYTES);
    private final GZIPOutputStream gzip;

    private Compression() {
        try {
            gzip = new GZIPOutputStream(sink, BUFFER_BYTES, true) {
                {
                    // The default level takes three times as long for a fifth less.
                    def.setLevel(Deflater.BEST_SPEED);
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Whether the client would rather have gzip (RFC 9110 section 12.5.3). A list that cannot be read is passed over, as is
     * a ban on what is not compressed: the content as it is can always be had.
     */
    public static boolean isAccepted(RoutingContext request) {
        List<WeightedList.Element> codings = WeightedList.read(
                        request.request().headers().getAll("Accept-Encoding"))
                .orElse(List.of());
        int gzip = weightOf(Set.of("gzip", "x-gzip"), codings);
        return gzip > 0 && gzip >= weightOf(Set.of("identity"), codings);
    }

    private static int weightOf(Set<String> names, List<WeightedList.Element> codings) {
        return codings.stream()
                .filter(coding -> names.contains(coding.value()))
                .findFirst()
                .or(() -> codings.stream()
                        .filter(coding -> coding.value().equals("*"))
                        .findFirst())
                .map(WeightedList.Element::weight)
                .orElse(0);
    }

    /** The same stream, compressed. */
    public static Multi<byte[]> gzip(Multi<byte[]> pieces) {
        return Multi.createFrom()
                .resource(Compression::new, compression -> Multi.createBy()
                        .concatenating()
                        .streams(
                                pieces.map(compression::compress),
                                Multi.createFrom().item(compression::finish)))
                .withFinalizer(Compression::release);
    }

    private byte[] compress(byte[] piece) {
        try {
            gzip.write(piece);
            gzip.flush();
            return taken();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] finish() {
        release();
        return taken();
    }

    /** Closing twice is allowed; it frees what the compressor holds outside the heap. */
    private void release() {
        try {
            gzip.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] taken() {
        byte[] bytes = sink.toByteArray();
        sink.reset();
        return bytes;
    }
}
