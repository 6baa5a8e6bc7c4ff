package dev.punchlist.task.list;

import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in a list, between a task and its neighbour.
 *
 * @param backward whether the reader goes on towards the beginning
 * @param values what the task at this place has for each term of the sort; null sorts last
 */
public record TaskPlace(boolean backward, List<@Nullable String> values) {

    public TaskPlace {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    String encoded() {
        return new JsonArray(new ArrayList<>(values)).add(backward).encode();
    }

    static TaskPlace decoded(String text) {
        JsonArray array = new JsonArray(text);
        List<@Nullable String> values = new ArrayList<>();
        for (int index = 0; index < array.size() - 1; index++) {
            values.add(array.getString(index));
        }
        return new TaskPlace(array.getBoolean(array.size() - 1), values);
    }
}
