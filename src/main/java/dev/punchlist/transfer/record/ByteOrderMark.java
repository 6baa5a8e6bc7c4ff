package dev.punchlist.transfer.record;

import java.util.Arrays;

/** Removes a UTF-8 byte order mark, and refuses the mark of another encoding. */
public final class ByteOrderMark {

    private static final byte[] UTF_8 = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] UTF_16_BIG = {(byte) 0xFE, (byte) 0xFF};
    private static final byte[] UTF_16_LITTLE = {(byte) 0xFF, (byte) 0xFE};

    private byte[] begin = {};
    private boolean past;

    /**
     * What of the text is certain with this piece.
     *
     * @throws ForeignTextException if the text is not UTF-8
     */
    public byte[] strip(byte[] piece) {
        if (past) {
            return piece;
        }
        begin = joined(begin, piece);
        return begin.length < UTF_8.length ? new byte[0] : rest();
    }

    /**
     * The rest of the text, which is at its end or long enough.
     *
     * @throws ForeignTextException if the text is not UTF-8
     */
    public byte[] rest() {
        byte[] all = begin;
        begin = new byte[0];
        past = true;
        if (startsWith(all, UTF_16_BIG) || startsWith(all, UTF_16_LITTLE)) {
            throw new ForeignTextException("The text is UTF-16; save it as UTF-8.");
        }
        return startsWith(all, UTF_8) ? Arrays.copyOfRange(all, UTF_8.length, all.length) : all;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static boolean startsWith(byte[] text, byte[] mark) {
        return text.length >= mark.length && Arrays.equals(text, 0, mark.length, mark, 0, mark.length);
    }

    /** The text is in another encoding. */
    public static final class ForeignTextException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ForeignTextException(String words) {
            super(words, null, false, false);
        }

        /** What is wrong, as a sentence. */
        public String words() {
            return String.valueOf(getMessage());
        }
    }
}
