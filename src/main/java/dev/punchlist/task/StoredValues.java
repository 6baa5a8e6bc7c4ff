package dev.punchlist.task;

import dev.punchlist.http.syntax.Times;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a table can hold and JSON cannot say, as it is read. Constraints keep such values out, but only those that were there
 * to see them: a row may be older, or its constraint gone.
 */
public final class StoredValues {

    private StoredValues() {}

    /** When something is due; a moment that JSON cannot express, such as infinity, is left out. */
    public static @Nullable Instant due(@Nullable Instant moment) {
        return moment == null || moment.isBefore(Times.FIRST) || moment.isAfter(Times.LAST) ? null : moment;
    }

    /** The day on which something is due; a day that JSON cannot express is left out. */
    public static @Nullable LocalDate due(@Nullable LocalDate day) {
        return day == null || day.getYear() < 1 || day.getYear() > 9999 ? null : day;
    }

    /** When something happened; in place of a moment that cannot be said, the nearest that can. */
    public static @Nullable Instant moment(@Nullable Instant moment) {
        return moment == null ? null : required(moment);
    }

    /** The same for what always happened; a moment that is missing was long ago. */
    public static Instant required(@Nullable Instant moment) {
        if (moment == null || moment.isBefore(Times.FIRST)) {
            return Times.FIRST;
        }
        return moment.isAfter(Times.LAST) ? Times.LAST : moment;
    }

    /** Labels without those that are missing; the client gives null for an array of arrays. */
    public static List<String> labels(@Nullable String @Nullable [] labels) {
        return labels == null
                ? List.of()
                : Arrays.stream(labels).filter(Objects::nonNull).toList();
    }
}
