package dev.punchlist.http.stream;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Cuts the body of a request into pieces of a few kilobytes, inflated where it is compressed. Who works on them gives way to
 * others on the event loop after a moment, however much a client sends at once or a little inflates to.
 */
@Singleton
public class BodySlices {

    private static final int SLICE_BYTES = 8_192;
    private static final Duration LONGEST_TURN = Duration.ofMillis(5);

    private final Vertx vertx;

    BodySlices(Vertx vertx) {
        this.vertx = vertx;
    }

    /** The pieces of this body; fails with a 400 where it is no gzip and should be. */
    public Multi<byte[]> of(Multi<Buffer> body, boolean gzip) {
        return Multi.createFrom().deferred(() -> {
            Turn turn = new Turn();
            return (gzip ? inflated(body) : body.onItem().transformToIterable(BodySlices::slices))
                    .onItem()
                    .call(turn::keepOrPass);
        });
    }

    private static Multi<byte[]> inflated(Multi<Buffer> body) {
        return Multi.createFrom()
                .resource(() -> new Gunzip(SLICE_BYTES), gunzip -> Multi.createBy()
                        .concatenating()
                        .streams(
                                body.onItem().transformToIterable(piece -> gunzip.slices(piece.getBytes())),
                                Multi.createFrom().deferred(() -> {
                                    gunzip.requireEnd();
                                    return Multi.createFrom().empty();
                                })))
                .withFinalizer(Gunzip::release);
    }

    private static Iterable<byte[]> slices(Buffer piece) {
        return () -> new java.util.Iterator<>() {

            private int position;

            @Override
            public boolean hasNext() {
                return position < piece.length();
            }

            @Override
            public byte[] next() {
                int begin = position;
                position = Math.min(piece.length(), begin + SLICE_BYTES);
                return piece.getBytes(begin, position);
            }
        };
    }

    /** The time for which a stream has the event loop. */
    private final class Turn {

        private long began = System.nanoTime();

        /** Goes on at once, or after all others that have waited. */
        Uni<Void> keepOrPass() {
            return System.nanoTime() - began < LONGEST_TURN.toNanos()
                    ? Uni.createFrom().voidItem()
                    : passed().invoke(() -> began = System.nanoTime());
        }

        /** By a timer: a task that is queued again and again comes before what the network brings. */
        private Uni<Void> passed() {
            return Uni.createFrom().emitter(next -> vertx.setTimer(1, due -> next.complete(null)));
        }
    }
}
