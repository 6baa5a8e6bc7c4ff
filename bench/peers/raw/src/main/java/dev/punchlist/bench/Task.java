package dev.punchlist.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A row of the table of tasks, and its JSON; null is what neither of them has. */
record Task(
        Long id,
        String title,
        String description,
        boolean isCompleted,
        OffsetDateTime completedAt,
        OffsetDateTime dueAt,
        LocalDate dueDate,
        int priority,
        String[] labels,
        String externalId,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt,
        long version) {

    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** Of a row with the columns in the order above. */
    static Task of(Row row) {
        return new Task(
                row.getLong(0),
                row.getString(1),
                row.getString(2),
                row.getBoolean(3),
                row.getOffsetDateTime(4),
                row.getOffsetDateTime(5),
                row.getLocalDate(6),
                row.getInteger(7),
                row.getArrayOfStrings(8),
                row.getString(9),
                row.getOffsetDateTime(10),
                row.getOffsetDateTime(11),
                row.getLong(12));
    }

    /** As a client sent it, without an id yet. */
    static Task of(JsonObject draft, OffsetDateTime now) {
        boolean completed = draft.getBoolean("is_completed", false);
        return new Task(
                null,
                draft.getString("title"),
                draft.getString("description"),
                completed,
                completed ? now : null,
                moment(draft.getString("due_at")),
                day(draft.getString("due_date")),
                draft.getInteger("priority", 0),
                labels(draft.getJsonArray("labels", new JsonArray())),
                draft.getString("external_id"),
                now,
                now,
                1);
    }

    Task withId(long assigned) {
        return new Task(
                assigned,
                title,
                description,
                isCompleted,
                completedAt,
                dueAt,
                dueDate,
                priority,
                labels,
                externalId,
                createdAt,
                updatedAt,
                version);
    }

    /** The next version: this one with a merge patch applied. */
    Task patched(JsonObject patch, OffsetDateTime now) {
        Task changed = of(json().mergeIn(patch), now);
        return new Task(
                id,
                changed.title,
                changed.description,
                changed.isCompleted,
                changed.isCompleted && isCompleted ? completedAt : changed.completedAt,
                changed.dueAt,
                changed.dueDate,
                changed.priority,
                changed.labels,
                changed.externalId,
                createdAt,
                now,
                version + 1);
    }

    JsonObject json() {
        return new JsonObject()
                .put("id", id)
                .put("title", title)
                .put("description", description)
                .put("is_completed", isCompleted)
                .put("completed_at", text(completedAt))
                .put("due_at", text(dueAt))
                .put("due_date", dueDate == null ? null : dueDate.toString())
                .put("priority", priority)
                .put("labels", JsonArray.of((Object[]) labels))
                .put("external_id", externalId)
                .put("created_at", text(createdAt))
                .put("updated_at", text(updatedAt))
                .put("version", version);
    }

    String tag() {
        return "\"" + version + '"';
    }

    /** The values of the statement that inserts it. */
    Tuple inserted(String tenant) {
        return Tuple.of(completedAt, createdAt, description, dueAt, dueDate, externalId)
                .addBoolean(isCompleted)
                .addArrayOfString(labels)
                .addInteger(priority)
                .addString(tenant)
                .addString(title)
                .addOffsetDateTime(updatedAt)
                .addLong(version);
    }

    /** The values of the statement that puts it in the place of the version before. */
    Tuple updated() {
        return Tuple.of(completedAt, description, dueAt, dueDate, externalId, isCompleted)
                .addArrayOfString(labels)
                .addInteger(priority)
                .addString(title)
                .addOffsetDateTime(updatedAt)
                .addLong(version)
                .addLong(id)
                .addLong(version - 1);
    }

    private static String text(OffsetDateTime moment) {
        return moment == null ? null : MICROSECONDS.format(moment);
    }

    private static OffsetDateTime moment(String text) {
        return text == null ? null : OffsetDateTime.parse(text);
    }

    private static LocalDate day(String text) {
        return text == null ? null : LocalDate.parse(text);
    }

    private static String[] labels(JsonArray array) {
        return array.stream().map(String.class::cast).toArray(String[]::new);
    }
}
