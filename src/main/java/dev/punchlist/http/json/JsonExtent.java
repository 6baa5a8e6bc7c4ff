package dev.punchlist.http.json;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How much JSON there is.
 *
 * @param values how many values, containers and what they hold
 * @param depth how many containers stand within each other
 */
public record JsonExtent(int values, int depth) {

    /** The extent of this value, which is read without a copy. It goes as deep as the value, which its reader bounds. */
    public static JsonExtent of(JsonNode value) {
        int values = 1;
        int depth = 0;
        for (JsonNode child : value) {
            JsonExtent within = of(child);
            values += within.values;
            depth = Math.max(depth, within.depth);
        }
        return new JsonExtent(values, value.isContainerNode() ? depth + 1 : 0);
    }
}
