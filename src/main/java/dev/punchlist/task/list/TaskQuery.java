package dev.punchlist.task.list;

import dev.punchlist.database.capacity.Compartments;
import dev.punchlist.database.query.SqlFragment;
import dev.punchlist.http.answer.Cursors;
import dev.punchlist.http.answer.Preferences;
import dev.punchlist.http.input.QueryParameters;
import dev.punchlist.task.TaskColumns;
import dev.punchlist.task.TaskView;
import dev.punchlist.tenant.Tenant;
import dev.punchlist.tenant.TenantScope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a client asks of the list of tasks, and the SQL that answers it.
 *
 * @param tenant whose tasks
 * @param filter which of them
 * @param sort in which order
 * @param from the place to go on from; empty for the beginning
 * @param skip how many to pass over
 * @param limit how many to answer at most
 */
public record TaskQuery(
        Tenant tenant, TaskFilter filter, TaskSort sort, Optional<TaskPlace> from, int skip, int limit) {

    private static final String CURSOR = "cursor";
    private static final int MAX_SKIP = 10_000;
    /** So many rows are passed over about as quickly as a page is read. */
    private static final int FAR_WITHIN = 1_000;

    private static final int MAX_LIMIT = 1_000;
    private static final int DEFAULT_LIMIT = 10;

    /** The parameters of a list. */
    public static final List<String> PARAMETERS = Stream.concat(
                    TaskFilter.PARAMETERS.stream(), Stream.of("sort", CURSOR, "skip", "limit"))
            .toList();

    /** Reads the parameters of a list; what is wrong with them is noted there. */
    public static TaskQuery read(QueryParameters query, Tenant tenant, Cursors cursors) {
        TaskFilter filter = TaskFilter.read(query);
        TaskSort sort = TaskSort.read(query);
        int skip = query.integer("skip", 0, MAX_SKIP, 0);
        int limit = query.integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        if (query.has(CURSOR) && query.has("skip")) {
            query.reject("skip", "excluded", "skip and cursor exclude each other; a cursor says where to begin.");
        }
        Optional<TaskPlace> from = query.text(CURSOR, Integer.MAX_VALUE)
                .flatMap(cursor -> cursors.open(signature(tenant, filter, sort), query, CURSOR, cursor))
                .map(TaskPlace::decoded);
        return new TaskQuery(tenant, filter, sort, from, skip, limit);
    }

    private static String signature(Tenant tenant, TaskFilter filter, TaskSort sort) {
        return tenant.id() + "\n" + sort + "\n" + filter.conditions();
    }

    /** The cursor that leads on from a place in this list. */
    public String cursor(TaskPlace place, Cursors cursors) {
        return cursors.seal(signature(tenant, filter, sort), place.encoded());
    }

    /** What it costs the database to answer, counted the way that is preferred. */
    public Compartments.Work work(Optional<Preferences.Count> count) {
        boolean dear = filter.searches() || skip > FAR_WITHIN || count.equals(Optional.of(Preferences.Count.EXACT));
        return dear ? Compartments.Work.SEARCH : Compartments.Work.LIST;
    }

    private boolean backward() {
        return from.isPresent() && from.get().backward();
    }

    private TenantScope scope() {
        return filter.within(TenantScope.of(tenant));
    }

    /** The tasks of the page, and one more that tells whether the list goes on behind it; backward if so asked. */
    SqlFragment select() {
        if (from.isEmpty()) {
            return skip == 0 ? ordered(scope()) : ordered(scope()).then(" offset ?", skip);
        }
        List<SqlFragment> ranges = sort.behind(from.get()).stream()
                .map(range -> ordered(scope().and(range)))
                .toList();
        if (ranges.size() == 1) {
            return ranges.get(0);
        }
        return SqlFragment.of("select " + TaskColumns.ALL + " from ((")
                .then(SqlFragment.join(") union all (", ranges))
                .then(")) as page " + end());
    }

    private SqlFragment ordered(TenantScope scope) {
        return SqlFragment.of("select " + TaskColumns.ALL + " from tasks where ")
                .then(scope.condition())
                .then(" " + end());
    }

    private String end() {
        return "order by " + sort.orderBy(backward()) + " limit " + (limit + 1);
    }

    /** How many tasks the list holds in all. */
    SqlFragment count() {
        return SqlFragment.of("select count(*) from tasks where ").then(scope().condition());
    }

    /** How many the planner expects; it says so in the first line. */
    SqlFragment plan() {
        return SqlFragment.of("explain select 1 from tasks where ").then(scope().condition());
    }

    /** Makes the page of what {@link #select} found. */
    TaskPage page(List<TaskView> found) {
        boolean goesOn = found.size() > limit;
        List<TaskView> tasks = new ArrayList<>(goesOn ? found.subList(0, limit) : found);
        if (backward()) {
            Collections.reverse(tasks);
        }
        boolean hasNext = backward() ? !tasks.isEmpty() : goesOn;
        boolean hasPrevious = backward() ? goesOn : !tasks.isEmpty() && (from.isPresent() || skip > 0);
        return new TaskPage(
                tasks,
                hasNext ? Optional.of(sort.placeOf(tasks.get(tasks.size() - 1), false)) : Optional.empty(),
                hasPrevious ? Optional.of(sort.placeOf(tasks.get(0), true)) : Optional.empty());
    }
}
