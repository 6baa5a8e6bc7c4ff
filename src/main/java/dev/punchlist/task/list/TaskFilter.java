package dev.punchlist.task.list;

import dev.punchlist.database.query.SqlFragment;
import dev.punchlist.http.input.QueryParameters;
import dev.punchlist.http.syntax.WholeNumber;
import dev.punchlist.task.TaskDraft;
import dev.punchlist.tenant.TenantScope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Which tasks a list holds: those that fulfil every condition.
 *
 * @param conditions in SQL, each over the columns of the table of tasks
 * @param searches whether one of them looks into the texts
 */
public record TaskFilter(List<SqlFragment> conditions, boolean searches) {

    /** The parameters that filter. */
    public static final List<String> PARAMETERS = List.of(
            "completed",
            "q",
            "ids",
            "priority",
            "label",
            "external_id",
            "created_after",
            "created_before",
            "updated_after",
            "updated_before",
            "due_after",
            "due_before");

    private static final int LONGEST_SEARCH = 255;
    private static final int MOST_IDS = 100;

    /** Keeps its conditions from change. */
    public TaskFilter {
        conditions = List.copyOf(conditions);
    }

    /** Reads the parameters that filter; what is wrong with them is noted at the parameters. */
    public static TaskFilter read(QueryParameters query) {
        List<SqlFragment> conditions = new ArrayList<>();
        query.flag("completed")
                .map(flag -> SqlFragment.of("is_completed = ?", flag))
                .ifPresent(conditions::add);
        query.text("q", LONGEST_SEARCH).map(TaskFilter::holding).ifPresent(conditions::add);
        ids(query).map(TaskFilter::idIsOneOf).ifPresent(conditions::add);
        query.integer("priority", 0, TaskDraft.HIGHEST_PRIORITY)
                .map(priority -> SqlFragment.of("priority = ?", priority))
                .ifPresent(conditions::add);
        query.text("label", TaskDraft.LONGEST_LABEL)
                .map(label -> SqlFragment.of("labels @> array[cast(? as text)]", label))
                .ifPresent(conditions::add);
        query.text("external_id", TaskDraft.LONGEST_EXTERNAL_ID)
                .map(externalId -> SqlFragment.of("external_id = ?", externalId))
                .ifPresent(conditions::add);
        for (TaskSort.Key key : List.of(TaskSort.Key.CREATED_AT, TaskSort.Key.UPDATED_AT)) {
            String name = key.parameter().replace("_at", "");
            query.instant(name + "_after").map(after -> bound(key, ">", after)).ifPresent(conditions::add);
            query.instant(name + "_before")
                    .map(before -> bound(key, "<", before))
                    .ifPresent(conditions::add);
        }
        query.instantOrDay("due_after").map(TaskFilter::dueAfter).ifPresent(conditions::add);
        query.instantOrDay("due_before")
                .map(before -> bound(TaskSort.Key.DUE, "<", before))
                .ifPresent(conditions::add);
        return new TaskFilter(conditions, query.has("q"));
    }

    private static SqlFragment bound(TaskSort.Key key, String operator, Instant moment) {
        return SqlFragment.of(key.ascending() + " " + operator + " ?", moment);
    }

    /** What has no due date sorts at infinity, and is due at no time. */
    private static SqlFragment dueAfter(Instant moment) {
        return bound(TaskSort.Key.DUE, ">", moment).then(" and " + TaskSort.Key.DUE.ascending() + " < 'infinity'");
    }

    private static SqlFragment holding(String text) {
        String pattern = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
        return SqlFragment.of("(" + holds("title") + " or " + holds("description") + ")", pattern, pattern);
    }

    /** An index has just this expression. Both sides are folded, so that they are compared letter by letter. */
    private static String holds(String column) {
        return "punchlist_fold(" + column + ") collate \"C\" like punchlist_fold(?)";
    }

    /**
     * The condition that the id is in this comma list. An adopted table may have a narrower id column, to which the driver
     * would cut a parameter down.
     */
    public static SqlFragment idIsOneOf(String ids) {
        return SqlFragment.of("id = any(cast(string_to_array(?, ',') as bigint[]))", ids);
    }

    private static Optional<String> ids(QueryParameters query) {
        return query.list("ids", MOST_IDS).flatMap(entries -> {
            List<OptionalLong> ids = entries.stream().map(WholeNumber::of).toList();
            if (ids.stream().anyMatch(OptionalLong::isEmpty)) {
                query.reject("ids", "type", "ids must be a comma list of whole numbers.");
                return Optional.empty();
            }
            return Optional.of(ids.stream()
                    .flatMapToLong(OptionalLong::stream)
                    .mapToObj(Long::toString)
                    .collect(Collectors.joining(",")));
        });
    }

    /** The rows in this scope that fulfil the filter. */
    TenantScope within(TenantScope scope) {
        TenantScope narrowed = scope;
        for (SqlFragment condition : conditions) {
            narrowed = narrowed.and(condition);
        }
        return narrowed;
    }
}
