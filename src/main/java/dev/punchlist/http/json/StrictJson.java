package dev.punchlist.http.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.syntax.Utf8Reader;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON as RFC 8259 has it: UTF-8, one value, no member twice. What it makes of the bytes is a small multiple of them,
 * since values and levels are counted while they are read.
 */
@Singleton
public class StrictJson {

    /** A batch of a thousand full tasks has 38,001 values; no request needs more. */
    static final int MOST_VALUES = 50_000;

    /** A batch has five levels; no request has more. */
    public static final int DEEPEST = 32;

    /**
     * Texts and names are bounded by the size of the body. Names are not kept for the next request, as the library would do:
     * there they would be searched for and, in the end, crowd out each other.
     */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /**
     * The value that these bytes spell.
     *
     * @throws MalformedException if they spell none
     * @throws ProblemException 422 if it has more values than any request needs
     */
    public JsonNode read(byte[] bytes) throws MalformedException {
        try (JsonParser parser = FACTORY.createParser(new Utf8Reader(bytes))) {
            return new JsonTreeReader(parser, MOST_VALUES, DEEPEST).read();
        } catch (JacksonException e) {
            throw new MalformedException("is not valid JSON" + place(e.getLocation()));
        } catch (CharacterCodingException e) {
            throw new MalformedException("is not valid UTF-8");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text that these bytes spell in UTF-8. */
    public static String decode(byte[] bytes) throws MalformedException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("is not valid UTF-8");
        }
    }

    static String place(@Nullable JsonLocation location) {
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    /** The bytes spell no JSON. */
    public static final class MalformedException extends Exception {

        private static final long serialVersionUID = 1L;

        MalformedException(String flaw) {
            super(flaw, null, false, false);
        }

        /** What is wrong, as the rest of a sentence. */
        public String flaw() {
            return String.valueOf(getMessage());
        }
    }
}
