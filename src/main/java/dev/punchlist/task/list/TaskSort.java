package dev.punchlist.task.list;

import dev.punchlist.database.query.SqlFragment;
import dev.punchlist.http.input.QueryParameters;
import dev.punchlist.http.syntax.Times;
import dev.punchlist.task.TaskView;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * In which order a list comes. The last term is always the id, so that no two tasks are in the same place.
 *
 * @param terms the most significant first
 */
public record TaskSort(List<Term> terms) {

    /** What a list can be ordered by. An index has just these expressions; what is null sorts last in both directions. */
    @SuppressWarnings("ImmutableEnumChecker") // Its functions have no state.
    public enum Key {
        ID("id", false, TaskView::id, Long::valueOf, "bigint"),
        /** By code point, the same on every database, and by the beginning: another writer's title may be of any length. */
        TITLE("left(title, 500) collate \"C\"", false, Key::beginning, text -> text, "text"),
        CREATED_AT("created_at", false, TaskView::createdAt, Instant::parse, "timestamptz"),
        UPDATED_AT("updated_at", false, TaskView::updatedAt, Instant::parse, "timestamptz"),
        COMPLETED_AT("completed_at", true, TaskView::completedAt, Instant::parse, "timestamptz"),
        /** A day is due from its first instant in UTC. */
        DUE("due_at, cast(due_date as timestamp) at time zone 'UTC'", true, Key::due, Instant::parse, "timestamptz"),
        PRIORITY("priority", false, TaskView::priority, Integer::valueOf, "integer");

        private static final int SORTED_CODE_POINTS = 500;

        private final String expression;
        private final boolean nullable;
        private final Function<TaskView, @Nullable Object> value;
        private final Function<String, Object> parser;
        private final String sqlType;

        Key(
                String expression,
                boolean nullable,
                Function<TaskView, @Nullable Object> value,
                Function<String, Object> parser,
                String sqlType) {
            this.expression = expression;
            this.nullable = nullable;
            this.value = value;
            this.parser = parser;
            this.sqlType = sqlType;
        }

        private static Object beginning(TaskView task) {
            String title = task.title();
            return title.codePointCount(0, title.length()) <= SORTED_CODE_POINTS
                    ? title
                    : title.substring(0, title.offsetByCodePoints(0, SORTED_CODE_POINTS));
        }

        private static @Nullable Object due(TaskView task) {
            LocalDate day = task.dueDate();
            return day == null ? task.dueAt() : Times.startOf(day);
        }

        String parameter() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The expression that ascends with null last. */
        String ascending() {
            return nullable ? "coalesce(" + expression + ", 'infinity')" : expression;
        }

        /** The expression that descends with null last. */
        private String descending() {
            return nullable ? "coalesce(" + expression + ", '-infinity')" : expression;
        }

        private static Optional<Key> named(String name) {
            return Arrays.stream(values())
                    .filter(key -> key.parameter().equals(name))
                    .findFirst();
        }
    }

    /**
     * One key and its direction.
     *
     * @param key what to order by
     * @param descending whether the greatest comes first
     */
    public record Term(Key key, boolean descending) {

        private String expression() {
            return descending ? key.descending() : key.ascending();
        }

        private String order(boolean backward) {
            return expression() + (descending == backward ? " asc" : " desc");
        }

        private SqlFragment compared(String operator, @Nullable String value) {
            String left = expression() + " " + operator + " ";
            return value == null
                    ? SqlFragment.of(left + (descending ? "'-infinity'" : "'infinity'"))
                    : SqlFragment.of(left + "cast(? as " + key.sqlType + ")", key.parser.apply(value));
        }

        private SqlFragment behind(boolean backward, @Nullable String value) {
            return compared(descending == backward ? ">" : "<", value);
        }

        private @Nullable String place(TaskView task) {
            Object value = key.value.apply(task);
            return value == null ? null : value.toString();
        }

        private String parameter() {
            return (descending ? "-" : "") + key.parameter();
        }
    }

    private static final int MOST_TERMS = Key.values().length;

    /** Keeps its terms from change. */
    public TaskSort {
        terms = List.copyOf(terms);
    }

    /** Reads {@code sort}, and orders by id where it is absent; what is wrong with it is noted at the parameters. */
    public static TaskSort read(QueryParameters query) {
        List<Term> terms = new ArrayList<>();
        for (String entry : query.list("sort", MOST_TERMS).orElse(List.of())) {
            boolean descending = entry.startsWith("-");
            Optional<Key> key = Key.named(descending ? entry.substring(1) : entry);
            if (key.isEmpty()) {
                query.reject(
                        "sort",
                        "unknown_sort",
                        "sort must be a comma list of " + names() + ", each with an optional -.");
            } else if (terms.stream().anyMatch(term -> term.key == key.get())) {
                query.reject("sort", "repeated_sort", "sort names " + key.get().parameter() + " more than once.");
            } else {
                terms.add(new Term(key.get(), descending));
            }
        }
        return new TaskSort(upToId(terms));
    }

    private static String names() {
        return Arrays.stream(Key.values()).map(Key::parameter).collect(Collectors.joining(", "));
    }

    /** Nothing that comes after the id can change the order. */
    private static List<Term> upToId(List<Term> terms) {
        List<Term> needed = new ArrayList<>();
        for (Term term : terms) {
            needed.add(term);
            if (term.key == Key.ID) {
                return needed;
            }
        }
        needed.add(new Term(Key.ID, false));
        return needed;
    }

    /** What follows {@code order by}, for a reader in this direction. */
    String orderBy(boolean backward) {
        return terms.stream().map(term -> term.order(backward)).collect(Collectors.joining(", "));
    }

    /**
     * Conditions that together are met by just the tasks behind this place, each by those that agree with it in some
     * leading terms and lie behind it in the next. The nearest come first; each is one range of an index, where a single
     * condition with {@code or} would be none.
     */
    List<SqlFragment> behind(TaskPlace place) {
        List<SqlFragment> ranges = new ArrayList<>();
        for (int last = terms.size() - 1; last >= 0; last--) {
            List<SqlFragment> range = new ArrayList<>();
            for (int index = 0; index < last; index++) {
                range.add(terms.get(index).compared("=", place.values().get(index)));
            }
            range.add(terms.get(last).behind(place.backward(), place.values().get(last)));
            ranges.add(SqlFragment.join(" and ", range));
        }
        return ranges;
    }

    /** The place of a task in this order, for a reader who goes on in this direction. */
    TaskPlace placeOf(TaskView task, boolean backward) {
        return new TaskPlace(
                backward,
                terms.stream().<@Nullable String>map(term -> term.place(task)).toList());
    }

    /** As the parameter has it. */
    @Override
    public String toString() {
        return terms.stream().map(Term::parameter).collect(Collectors.joining(","));
    }
}
