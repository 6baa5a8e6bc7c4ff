package dev.punchlist.http.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the answers about one resource: status, entity tag, and the body that the client prefers. */
@Singleton
public class Answers {

    private final ObjectMapper mapper;

    Answers(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** The resource, or 304 where the client has it already. */
    public Answer found(Object view, EntityTag tag, Preconditions conditions) {
        Map<String, String> headers = headersOf(tag);
        return conditions.isUnmodified(tag) ? new Answer(304, headers, "") : withBody(200, headers, view);
    }

    /** A page of a list, the links around it and, if it was counted, the length of the whole. */
    public Answer list(List<?> views, Links links, Optional<Long> total, Preferences preferences) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Link", links.header());
        total.ifPresent(count -> headers.put("Total-Count", count.toString()));
        preferences.countApplied().ifPresent(applied -> headers.put("Preference-Applied", applied));
        return withBody(200, headers, views);
    }

    /** The resource was created at this path. */
    public Answer created(Object view, EntityTag tag, String path, Preferences preferences) {
        Map<String, String> headers = headersOf(tag);
        headers.put("Location", path);
        return written(201, 201, headers, view, preferences);
    }

    /** The resource was changed, or already was what it should become. */
    public Answer changed(Object view, EntityTag tag, Preferences preferences) {
        return written(200, 204, headersOf(tag), view, preferences);
    }

    /** What became of each part of a request. */
    public Answer parts(int status, List<?> results, Preferences preferences) {
        Map<String, String> headers = new LinkedHashMap<>();
        preferences.applied().ifPresent(applied -> headers.put("Preference-Applied", applied));
        return withBody(status, headers, results);
    }

    /** The resource was deleted. */
    public Answer deleted() {
        return new Answer(204, Map.of(), "");
    }

    private Answer written(
            int status, int minimalStatus, Map<String, String> headers, Object view, Preferences preferences) {
        preferences.applied().ifPresent(applied -> headers.put("Preference-Applied", applied));
        return preferences.minimal() ? new Answer(minimalStatus, headers, "") : withBody(status, headers, view);
    }

    private Answer withBody(int status, Map<String, String> headers, Object view) {
        headers.put("Content-Type", "application/json");
        try {
            return new Answer(status, headers, mapper.writeValueAsString(view));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> headersOf(EntityTag tag) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ETag", tag.toString());
        return headers;
    }
}
