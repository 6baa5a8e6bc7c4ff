package dev.punchlist.task.list;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.punchlist.support.Pages;
import dev.punchlist.support.Tasks;
import dev.punchlist.support.TestDatabase;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the data, the filter, the order and the size of the page: who follows the links sees every task of the full
 * ordered query once and in order, also while others insert and delete around them.
 */
@QuarkusTest
class TaskPagingTest {

    private static final int SEEDS = 40;
    private static final int TASKS = 60;

    /** Each sort key as plain SQL has it, written without a look at ours. */
    private static final Map<String, String> KEYS = Map.of(
            "id", "id",
            "title", "title collate \"C\"",
            "created_at", "created_at",
            "updated_at", "updated_at",
            "completed_at", "completed_at",
            "due", "coalesce(due_at, due_date::timestamp at time zone 'UTC')",
            "priority", "priority");

    private static final Map<String, String> FILTERS = Map.of(
            "", "true",
            "&completed=true", "is_completed",
            "&completed=false", "not is_completed",
            "&priority=1", "priority = 1",
            "&q=b", "title ilike '%b%'",
            "&due_after=2030-01-02", "coalesce(due_at, due_date::timestamp at time zone 'UTC') > '2030-01-02Z'",
            "&due_before=2030-01-03", "coalesce(due_at, due_date::timestamp at time zone 'UTC') < '2030-01-03Z'");

    private final TestDatabase database = TestDatabase.ofTheService();
    private final String label = UUID.randomUUID().toString();

    @AfterEach
    void leaveNothing() {
        database.execute("delete from tasks where '" + label + "' = any(labels)");
    }

    @Test
    void theLinksOfTheLongestAddressThatIsTakenAreTakenAsWell() {
        String title = "\ud83d\udccc".repeat(50);
        String text = "\ud83d\udccc".repeat(140);
        Map<String, Object> task = Map.of("title", title, "description", text, "labels", List.of(label));
        long first = Tasks.create(task).getLong("id");
        long second = Tasks.create(task).getLong("id");
        String asked = "/tasks?sort=-title,-priority,-due,-completed_at,-updated_at,-created_at&limit=1&q="
                + URLEncoder.encode(text, StandardCharsets.UTF_8) + "&label=" + label
                + "&ids=" + first + "," + second + ("," + Long.MAX_VALUE).repeat(98);

        Pages page = Pages.first(asked);

        assertThat(page.link("next")).hasSizeGreaterThan(4_096);
        assertThat(page.titles()).containsExactly(title);
        assertThat(page.follow("next").titles()).containsExactly(title);
        assertThat(page.follow("next").follow("prev").ids()).isEqualTo(page.ids());
    }

    @Test
    void anAddressWhoseLinksWouldNotBeTakenIsTooLong() {
        String text = "%F0%9F%93%8C".repeat(255);

        given().urlEncodingEnabled(false)
                .get("/tasks?q=" + text + "&external_id=" + text)
                .then()
                .statusCode(414)
                .body("type", equalTo("/problems/uri-too-long"));
    }

    static List<Long> seeds() {
        return IntStream.range(0, SEEDS).mapToObj(Long::valueOf).toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void followingTheLinksSeesWhatTheWholeQuerySees(long seed) {
        Random random = new Random(seed);
        insert(random, "", TASKS);
        Case question = Case.of(random);
        List<Long> expected = whole(question);

        List<Long> forth = new ArrayList<>();
        Pages page = Pages.first(question.address(label));
        forth.addAll(page.ids());
        while (page.has("next")) {
            page = page.follow("next");
            forth.addAll(page.ids());
        }
        List<Long> back = reversed(page.ids());
        while (page.has("prev")) {
            page = page.follow("prev");
            back.addAll(reversed(page.ids()));
        }

        assertThat(forth).as(question.toString()).isEqualTo(expected);
        assertThat(back).as(question.toString()).isEqualTo(reversed(expected));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatComesAndGoesBesideTheOthersMovesNoneOfThem(long seed) {
        Random random = new Random(seed);
        insert(random, "", TASKS);
        Case question = Case.of(random);
        List<Long> expected = whole(question);

        List<Long> seen = new ArrayList<>();
        insert(random, "passing ", TASKS);
        Pages page = Pages.first(question.address(label));
        seen.addAll(staying(page));
        while (page.has("next")) {
            insert(random, "passing ", 5);
            deleteSomePassing(10);
            page = page.follow("next");
            seen.addAll(staying(page));
        }

        assertThat(seen).as(question.toString()).isEqualTo(expected);
    }

    private static List<Long> staying(Pages page) {
        return IntStream.range(0, page.ids().size())
                .filter(index -> !page.titles().get(index).startsWith("passing "))
                .mapToObj(page.ids()::get)
                .toList();
    }

    private static List<Long> reversed(List<Long> ids) {
        List<Long> copy = new ArrayList<>(ids);
        Collections.reverse(copy);
        return copy;
    }

    private void insert(Random random, String prefix, int count) {
        String rows =
                IntStream.range(0, count).mapToObj(index -> row(random, prefix)).collect(Collectors.joining(", "));
        database.execute("insert into tasks (title, is_completed, completed_at, due_at, due_date, priority, created_at,"
                + " updated_at, labels) values " + rows);
    }

    /** Few different values, so that there are ties in everything. */
    private String row(Random random, String prefix) {
        boolean completed = random.nextBoolean();
        int due = random.nextInt(3);
        return "('%s%s', %s, %s, %s, %s, %d, %s, %s, '{%s}')"
                .formatted(
                        prefix,
                        List.of("a", "b", "B", "ä", "aa", "_", "\uD83D\uDE00").get(random.nextInt(7)),
                        completed,
                        completed ? day(random) : "null",
                        due == 0 ? day(random) : "null",
                        due == 1 ? "'2030-01-0" + (1 + random.nextInt(4)) + "'" : "null",
                        random.nextInt(3),
                        day(random),
                        day(random),
                        label);
    }

    private static String day(Random random) {
        return "'2030-01-0%dT00:00:00.00000%dZ'".formatted(1 + random.nextInt(4), random.nextInt(2));
    }

    private void deleteSomePassing(int count) {
        database.execute("delete from tasks where id in (select id from tasks where title like 'passing %' and '"
                + label + "' = any(labels) order by random() limit " + count + ")");
    }

    private List<Long> whole(Case question) {
        return database
                .query("select id from tasks where '" + label + "' = any(labels) and " + FILTERS.get(question.filter)
                        + " order by " + question.orderBy())
                .stream()
                .map(row -> Long.valueOf(row.get(0)))
                .toList();
    }

    private record Case(String filter, List<String> sort, int limit) {

        static Case of(Random random) {
            List<String> filters = FILTERS.keySet().stream().sorted().toList();
            List<String> keys = new ArrayList<>(KEYS.keySet().stream().sorted().toList());
            Collections.shuffle(keys, random);
            List<String> sort = keys.subList(0, 1 + random.nextInt(3)).stream()
                    .map(key -> (random.nextBoolean() ? "-" : "") + key)
                    .toList();
            return new Case(filters.get(random.nextInt(filters.size())), sort, 1 + random.nextInt(16));
        }

        String address(String label) {
            return "/tasks?label=%s&sort=%s&limit=%d%s".formatted(label, String.join(",", sort), limit, filter);
        }

        String orderBy() {
            return sort.stream()
                            .map(term -> term.startsWith("-")
                                    ? KEYS.get(term.substring(1)) + " desc nulls last"
                                    : KEYS.get(term) + " asc nulls last")
                            .collect(Collectors.joining(", "))
                    + ", id";
        }
    }
}
