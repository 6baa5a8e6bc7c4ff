package dev.punchlist.http.syntax;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads percent-encoded UTF-8 (RFC 3986 section 2.1), and nothing that only looks like it. */
final class PercentEncoding {

    private PercentEncoding() {}

    /** The text that this part of a path stands for; empty where it stands for none. */
    static Optional<String> decodePath(String raw) {
        return raw.indexOf('%') < 0 ? Optional.of(raw) : decode(raw);
    }

    /** The text that this part of a query stands for, a plus being a space; empty where it stands for none. */
    static Optional<String> decodeQuery(String raw) {
        return decodePath(raw.replace('+', ' '));
    }

    private static Optional<String> decode(String raw) {
        ByteBuffer bytes = ByteBuffer.allocate(raw.length());
        for (int at = 0; at < raw.length(); at++) {
            char character = raw.charAt(at);
            int octet = character == '%' ? octetAt(raw, at + 1) : character;
            if (octet < 0 || character > 0x7e) {
                return Optional.empty();
            }
            bytes.put((byte) octet);
            at += character == '%' ? 2 : 0;
        }
        try {
            // A new decoder reports what is malformed, where the one of String would put U+FFFD in its place.
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static int octetAt(String raw, int at) {
        if (at + 2 > raw.length()) {
            return -1;
        }
        int high = digit(raw.charAt(at));
        int low = digit(raw.charAt(at + 1));
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    /** Of ASCII alone: {@link Character#digit} knows the digits of every script. */
    private static int digit(char character) {
        return character < 0x80 ? Character.digit(character, 16) : -1;
    }
}
