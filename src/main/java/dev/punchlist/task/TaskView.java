package dev.punchlist.task;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task as clients see it.
 *
 * @param id assigned by the database
 * @param title what is to be done
 * @param description more about it, if anything
 * @param isCompleted whether it is done
 * @param completedAt since when it is done
 * @param dueAt the instant by which it is due
 * @param dueDate the day by which it is due
 * @param priority from 0, none, to 4, urgent
 * @param labels different words, in the client's order
 * @param externalId the client's own id for it
 * @param createdAt when it was created
 * @param updatedAt when it last changed
 * @param version how many times it changed, plus one
 */
@RegisterForReflection
public record TaskView(
        long id,
        String title,
        @Nullable String description,
        boolean isCompleted,
        @Nullable Instant completedAt,
        @Nullable Instant dueAt,
        @Nullable LocalDate dueDate,
        int priority,
        List<String> labels,
        @Nullable String externalId,
        Instant createdAt,
        Instant updatedAt,
        long version) {}
