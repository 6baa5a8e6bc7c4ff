package dev.punchlist.task.list;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import dev.punchlist.support.ContractFilter;
import dev.punchlist.support.Pages;
import dev.punchlist.support.Tasks;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@ExtendWith(ContractFilter.class)
class TaskListTest {

    /** Tells the tasks of one test from those of all others. */
    private final String label = UUID.randomUUID().toString();

    private long create(String title, Map<String, ?> members) {
        Map<String, Object> all = new LinkedHashMap<>(members);
        all.put("title", title);
        all.putIfAbsent("labels", List.of(label));
        return Tasks.create(all).getLong("id");
    }

    private long create(String title) {
        return create(title, Map.of());
    }

    private RequestSpecification list() {
        return given().queryParam("label", label);
    }

    private List<String> titles(RequestSpecification list) {
        Response answer = list.get("/tasks");
        answer.then().statusCode(200);
        return answer.jsonPath().getList("title");
    }

    @Test
    void completedTellsOpenFromDone() {
        create("open");
        create("done", Map.of("is_completed", true));

        assertThat(titles(list().queryParam("completed", true))).containsExactly("done");
        assertThat(titles(list().queryParam("completed", false))).containsExactly("open");
    }

    @ParameterizedTest
    @CsvSource({"OAT,oat milk", "100%,a 100% sure thing", "a_b,a_b", "'\\',back\\slash", "straße,In der Straße"})
    void qFindsTheTextItselfInTitleOrDescriptionWhateverItsCase(String q, String text) {
        create("decoy 100 aXb back/slash");
        create(text);
        create("described", Map.of("description", "see " + text + "!"));

        assertThat(titles(list().queryParam("q", q))).containsExactly(text, "described");
    }

    @Test
    void idsNameTheTasks() {
        long first = create("first");
        create("second");
        long third = create("third");

        assertThat(titles(list().queryParam("ids", third + "," + first + ",0"))).containsExactly("first", "third");
    }

    @Test
    void priorityIsOneOfFive() {
        create("urgent", Map.of("priority", 4));
        create("whenever");

        assertThat(titles(list().queryParam("priority", 4))).containsExactly("urgent");
        assertThat(titles(list().queryParam("priority", 0))).containsExactly("whenever");
    }

    @Test
    void labelIsAnyOfTheLabelsOfATask() {
        String other = UUID.randomUUID().toString();
        create("both", Map.of("labels", List.of(label, other)));
        create("one");

        assertThat(titles(given().queryParam("label", other))).containsExactly("both");
        assertThat(titles(list())).containsExactly("both", "one");
    }

    @Test
    void externalIdIsExact() {
        create("named", Map.of("external_id", label + "-a"));
        create("other", Map.of("external_id", label + "-A"));

        assertThat(titles(list().queryParam("external_id", label + "-a"))).containsExactly("named");
    }

    @ParameterizedTest
    @ValueSource(strings = {"created", "updated"})
    void theBoundsOfTimeAreExclusive(String what) {
        create("before");
        String moment = Tasks.get(create("at")).getString(what + "_at");
        create("after");

        assertThat(titles(list().queryParam(what + "_after", moment))).containsExactly("after");
        assertThat(titles(list().queryParam(what + "_before", moment))).containsExactly("before");
    }

    @Test
    void whatIsDueIsBoundedByDayAndInstantAlike() {
        create("never due");
        create("day", Map.of("due_date", "2030-05-02"));
        create("instant", Map.of("due_at", "2030-05-02T12:00:00+02:00"));

        assertThat(titles(list().queryParam("due_after", "2030-05-01"))).containsExactly("day", "instant");
        assertThat(titles(list().queryParam("due_after", "2030-05-02"))).containsExactly("instant");
        assertThat(titles(list().queryParam("due_before", "2030-05-02T10:00:00Z")))
                .containsExactly("day");
        assertThat(titles(list().queryParam("due_before", "2999-01-01"))).containsExactly("day", "instant");
    }

    @Test
    void filtersAreCombinedWithAnd() {
        create("urgent and open", Map.of("priority", 4));
        create("urgent and done", Map.of("priority", 4, "is_completed", true));
        create("idle and open");

        assertThat(titles(list().queryParam("priority", 4)
                        .queryParam("completed", false)
                        .queryParam("q", "AND")
                        .queryParam("created_before", "2999-01-01T00:00:00Z")))
                .containsExactly("urgent and open");
    }

    @ParameterizedTest
    @CsvSource({
        "id,'c,b,a,B'",
        "-id,'B,a,b,c'",
        "title,'B,a,b,c'",
        "-title,'c,b,a,B'",
        "created_at,'c,b,a,B'",
        "-created_at,'B,a,b,c'",
        "updated_at,'b,a,B,c'",
        "-updated_at,'c,B,a,b'",
        "completed_at,'a,c,b,B'",
        "-completed_at,'c,a,b,B'",
        "due,'B,b,c,a'",
        "-due,'b,B,c,a'",
        "priority,'b,a,c,B'",
        "-priority,'c,B,a,b'",
        "'-priority,-title','c,B,a,b'",
        "'completed_at,-id','a,c,B,b'"
    })
    void everyOrderHasNullLastAndTheIdInTheEnd(String sort, String titles) {
        long c = create("c", Map.of("priority", 4));
        create("b", Map.of("due_at", "2030-01-01T00:00:01Z"));
        create("a", Map.of("priority", 2, "is_completed", true));
        create("B", Map.of("priority", 4, "due_date", "2030-01-01"));
        given().patch("/tasks/{id}?completed=true", c).then().statusCode(200);

        assertThat(titles(list().queryParam("sort", sort))).containsExactly(titles.split(","));
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0,limit,from 1 to 1000",
        "limit=1001,limit,from 1 to 1000",
        "skip=10001,skip,from 0 to 10000",
        "skip=-1,skip,from 0 to 10000",
        "priority=5,priority,from 0 to 4",
        "completed=maybe,completed,true or false",
        "q=,q,must not be empty",
        "q=%00,q,U+0000",
        "'ids=1,x',ids,whole numbers",
        "ids=,ids,whole numbers",
        "ids=99999999999999999999,ids,whole numbers",
        "label=,label,must not be empty",
        "created_after=yesterday,created_after,instant with offset",
        "created_after=2026-01-01,created_after,instant with offset",
        "created_after=2026-01-01T00:00:00+01:00,created_after,%2B",
        "due_before=2026-02-30,due_before,a day",
        "sort=colour,sort,comma list of id",
        "sort=,sort,comma list of id",
        "'sort=id,-id',sort,more than once",
        "cursor=abc,cursor,Begin anew",
        "cursor=,cursor,must not be empty",
        "colour=red,colour,no parameter",
        "skip=1&skip=2,skip,more than once"
    })
    void whatIsWrongWithAParameterIsSaidAtItsName(String query, String parameter, String words) {
        given().urlEncodingEnabled(false)
                .get("/tasks?" + query)
                .then()
                .statusCode(400)
                .body("type", equalTo("/problems/invalid-parameter"))
                .body("errors[0].parameter", equalTo(parameter))
                .body("errors[0].detail", containsString(words));
    }

    @Test
    void moreThanAHundredIdsAreTooMany() {
        given().queryParam("ids", "1" + ",1".repeat(100))
                .get("/tasks")
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("too_many"));
    }

    @Test
    void linksLeadForthAndBack() {
        Stream.of("1", "2", "3", "4", "5").forEach(this::create);

        Pages page = Pages.first("/tasks?label=" + label + "&limit=2");
        assertThat(page.titles()).containsExactly("1", "2");
        assertThat(page.has("prev")).isFalse();
        page = page.follow("next");
        assertThat(page.titles()).containsExactly("3", "4");
        page = page.follow("next");
        assertThat(page.titles()).containsExactly("5");
        assertThat(page.has("next")).isFalse();
        page = page.follow("prev");
        assertThat(page.titles()).containsExactly("3", "4");
        page = page.follow("prev");
        assertThat(page.titles()).containsExactly("1", "2");
        assertThat(page.has("prev")).isFalse();
        assertThat(page.follow("next").follow("first").titles()).containsExactly("1", "2");
    }

    @Test
    void aLinkKeepsWhatWasAskedFor() {
        create("b & c+d", Map.of("external_id", label));
        create("b & c+d");

        Pages page = Pages.first("/tasks/?limit=1&sort=-title&q=%26%20c%2Bd&label=" + label);

        assertThat(page.follow("next").titles()).containsExactly("b & c+d");
        assertThat(page.link("first")).isEqualTo("/tasks/?limit=1&sort=-title&q=%26+c%2Bd&label=" + label);
    }

    @Test
    void aPageBehindSkippedOnesHasOnesBefore() {
        Stream.of("1", "2", "3").forEach(this::create);

        Pages page = Pages.first("/tasks?limit=1&skip=1&label=" + label);

        assertThat(page.follow("prev").titles()).containsExactly("1");
        assertThat(page.follow("next").titles()).containsExactly("3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"&sort=title", "&completed=true"})
    void aCursorBelongsToItsFilterAndSort(String change) {
        Stream.of("1", "2").forEach(this::create);
        String next = Pages.first("/tasks?limit=1&label=" + label).link("next");

        given().urlEncodingEnabled(false)
                .get(next + change)
                .then()
                .statusCode(400)
                .body("errors[0].parameter", equalTo("cursor"))
                .body("errors[0].code", equalTo("foreign_cursor"));
    }

    @Test
    void aCursorThatWasTouchedIsRefused() {
        Stream.of("1", "2").forEach(this::create);
        String next = Pages.first("/tasks?limit=1&label=" + label).link("next");
        char last = next.charAt(next.length() - 3);
        String touched =
                next.substring(0, next.length() - 3) + (last == 'A' ? 'B' : 'A') + next.substring(next.length() - 2);

        given().urlEncodingEnabled(false)
                .get(touched)
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("bad_cursor"));
    }

    @Test
    void aCursorAndSkipExcludeEachOther() {
        Stream.of("1", "2").forEach(this::create);
        String next = Pages.first("/tasks?limit=1&label=" + label).link("next");

        given().urlEncodingEnabled(false)
                .get(next + "&skip=1")
                .then()
                .statusCode(400)
                .body("errors[0].parameter", equalTo("skip"));
    }

    @Test
    void nothingIsCountedUnlessAskedFor() {
        create("one");

        list().get("/tasks").then().header("Total-Count", (String) null).header("Preference-Applied", (String) null);
    }

    @Test
    void countingCountsTheWholeList() {
        Stream.of("1", "2", "3").forEach(this::create);

        list().queryParam("limit", 1)
                .header("Prefer", "count=exact")
                .get("/tasks")
                .then()
                .header("Total-Count", "3")
                .header("Preference-Applied", "count=exact")
                .body("$", hasSize(1));
    }

    @Test
    void anEstimateIsANumber() {
        String estimate = list().header("Prefer", "respond-async, count=estimated")
                .get("/tasks")
                .then()
                .header("Preference-Applied", "count=estimated")
                .extract()
                .header("Total-Count");

        assertThat(Long.parseLong(estimate)).isNotNegative();
    }

    @Test
    void aHeadHasTheHeadersOfTheList() {
        Stream.of("1", "2").forEach(this::create);

        list().queryParam("limit", 1)
                .header("Prefer", "count=exact")
                .head("/tasks")
                .then()
                .statusCode(200)
                .header("Total-Count", "2")
                .header("Link", containsString("rel=\"next\""));
    }

    @Test
    void anEmptyListIsAnEmptyArray() {
        list().get("/tasks")
                .then()
                .statusCode(200)
                .body("$", hasSize(0))
                .header("Link", not(containsString("next")))
                .header("Link", endsWith("rel=\"first\""));
    }

    @Test
    void theQueryThatTheOriginDocumentsWorks() {
        create("find me 1");
        create("not this");
        create("FIND me 2");

        JsonPath found = list().queryParam("q", "find me")
                .queryParam("sort", "-created_at")
                .queryParam("limit", 10)
                .get("/tasks/")
                .jsonPath();

        assertThat(found.getList("title", String.class)).containsExactly("FIND me 2", "find me 1");
    }
}
