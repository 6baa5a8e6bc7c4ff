package dev.punchlist.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task as clients see it.
 *
 * @param id assigned by the database
 * @param title what is to be done
 * @param description more about it, if anything
 * @param isCompleted whether it is done
 * @param completedAt since when it is done
 * @param createdAt when it was created
 * @param updatedAt when it last changed
 * @param version how many times it changed, plus one
 */
public record TaskView(
        long id,
        String title,
        @Nullable String description,
        boolean isCompleted,
        @Nullable Instant completedAt,
        Instant createdAt,
        Instant updatedAt,
        long version) {}
