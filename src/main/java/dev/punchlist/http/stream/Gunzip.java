package dev.punchlist.http.stream;

import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Inflates a stream of gzip (RFC 1952), of one member or several, a few kilobytes at a time and no sooner than they are asked
 * for: what little becomes much takes no more memory than what does not.
 */
final class Gunzip {

    private final int slice;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 check = new CRC32();
    private final GzipFrame frame = new GzipFrame();

    /** Inflates into pieces of at most so many bytes. */
    Gunzip(int slice) {
        this.slice = slice;
    }

    /**
     * What this piece of the stream inflates to; to be used up before the next.
     *
     * @throws ProblemException 400, while it is used up, if this is no gzip
     */
    Iterable<byte[]> slices(byte[] piece) {
        return () -> new Slices(piece);
    }

    /**
     * Ends the reading.
     *
     * @throws ProblemException 400 if the stream is not over
     */
    void requireEnd() {
        if (!frame.isBetweenMembers()) {
            throw corrupt("ends too early");
        }
    }

    /** Frees what the inflater holds outside the heap. */
    void release() {
        inflater.end();
    }

    private static ProblemException corrupt(String flaw) {
        return ProblemException.of(ProblemType.MALFORMED_REQUEST, "The gzip of the body " + flaw + ".");
    }

    private final class Slices implements Iterator<byte[]> {

        private final byte[] piece;

        private int position;
        private byte @Nullable [] next;

        Slices(byte[] piece) {
            this.piece = piece;
        }

        @Override
        public boolean hasNext() {
            while (next == null && (position < piece.length || isInflating())) {
                if (frame.isContent()) {
                    inflate();
                } else {
                    readFrame(piece[position++]);
                }
            }
            return next != null;
        }

        /** What was given to the inflater may come to more than one slice. */
        private boolean isInflating() {
            return frame.isContent() && !inflater.needsInput();
        }

        private void readFrame(byte next) {
            if (!frame.accepts(next, check.getValue(), inflater.getBytesWritten())) {
                throw corrupt("is damaged");
            }
            if (frame.isContent()) {
                inflater.reset();
                check.reset();
            }
        }

        private void inflate() {
            if (inflater.needsInput()) {
                inflater.setInput(piece, position, piece.length - position);
                position = piece.length;
            }
            byte[] inflated = new byte[slice];
            int length = inflateInto(inflated);
            if (length > 0) {
                check.update(inflated, 0, length);
                next = length == slice ? inflated : Arrays.copyOf(inflated, length);
            }
            if (inflater.finished()) {
                position = piece.length - inflater.getRemaining();
                frame.endContent();
            }
        }

        private int inflateInto(byte[] inflated) {
            try {
                int length = inflater.inflate(inflated);
                if (inflater.needsDictionary()) {
                    throw corrupt("needs a dictionary");
                }
                return length;
            } catch (DataFormatException e) {
                throw corrupt("is damaged");
            }
        }

        @Override
        public byte[] next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            byte[] taken = next;
            next = null;
            return taken;
        }
    }
}
