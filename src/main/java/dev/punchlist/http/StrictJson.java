package dev.punchlist.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads JSON as RFC 8259 has it: UTF-8, one value, no member twice. */
@Singleton
public class StrictJson {

    private final ObjectReader reader;

    /** Reads by this mapper. */
    public StrictJson(ObjectMapper mapper) {
        this.reader = mapper.reader()
                .with(
                        DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** The value that these bytes spell. */
    public JsonNode read(byte[] bytes) throws MalformedException {
        try {
            JsonNode value = reader.readTree(decode(bytes));
            if (value.isMissingNode()) {
                throw new MalformedException("is empty; a JSON value is needed");
            }
            return value;
        } catch (JacksonException e) {
            throw new MalformedException("is not valid JSON" + place(e));
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

    private static String place(JacksonException e) {
        return e.getLocation() == null
                ? ""
                : " (line %d, column %d)"
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
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
