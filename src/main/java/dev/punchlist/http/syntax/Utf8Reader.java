package dev.punchlist.http.syntax;

import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** The text that bytes spell in UTF-8, as far as it is asked for and without a copy of it; fails where they spell none. */
public final class Utf8Reader extends Reader {

    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final ByteBuffer bytes;

    /** Reads what must be UTF-8. */
    public Utf8Reader(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    /** One place for a character is not enough: what has two halves comes whole. */
    @Override
    public int read(char[] target, int offset, int length) throws CharacterCodingException {
        CharBuffer text = CharBuffer.wrap(target, offset, length);
        CoderResult result = decoder.decode(bytes, text, true);
        if (result.isError()) {
            result.throwException();
        }
        return text.position() == offset ? -1 : text.position() - offset;
    }

    @Override
    public void close() {
        // Bytes in memory need no closing.
    }
}
