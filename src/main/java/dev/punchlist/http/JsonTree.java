package dev.punchlist.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.io.UncheckedIOException;

/** Carries JSON over between the two libraries that speak it: Jackson for reading, Jakarta JSON Processing for patches. */
final class JsonTree {

    /** Looked up once: {@code jakarta.json.Json} searches the class path at every call. */
    static final JsonProvider JAKARTA = JsonProvider.provider();

    private static final JsonMapper MAPPER = new JsonMapper();

    private JsonTree() {}

    static JsonValue toJakarta(JsonNode node) {
        try (JsonReader reader = JAKARTA.createReader(new StringReader(node.toString()))) {
            return reader.readValue();
        }
    }

    static JsonNode toJackson(JsonValue value) {
        try {
            return MAPPER.readTree(value.toString());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
