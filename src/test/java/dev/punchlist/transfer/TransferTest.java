package dev.punchlist.transfer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.punchlist.support.ContractFilter;
import dev.punchlist.support.Tasks;
import dev.punchlist.support.TestDatabase;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What export writes and import reads. */
@QuarkusTest
@ExtendWith(ContractFilter.class)
class TransferTest {

    private static final String NDJSON = "application/x-ndjson";
    private static final String CSV = "text/csv";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Tells the tasks of one test from those of all others. */
    private final String label = UUID.randomUUID().toString();

    @AfterEach
    void leaveNothing() {
        TestDatabase.ofTheService().execute("delete from tasks where '" + label + "' = any(labels)");
    }

    private String labelled(String members) {
        return "{\"labels\":[\"" + label + "\"]," + members + "}";
    }

    private static byte[] export(String accept, String label) {
        Response answer = given().accept(accept).queryParam("label", label).get("/tasks/export");
        answer.then().statusCode(200).contentType(accept);
        return answer.asByteArray();
    }

    private List<JsonNode> exported() {
        return nodes(new String(export(NDJSON, label), StandardCharsets.UTF_8));
    }

    private static List<JsonNode> nodes(String ndjson) {
        return ndjson.lines().map(TransferTest::node).toList();
    }

    private static JsonNode node(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<JsonNode> imported(String type, String query, byte[] body) {
        Response answer = sending(type).body(body).post("/tasks/import" + query);
        answer.then().statusCode(200).contentType(NDJSON);
        return nodes(answer.asString());
    }

    private static RequestSpecification sending(String type) {
        return given().header("Content-Type", type);
    }

    private static List<JsonNode> imported(String... lines) {
        return imported(NDJSON, "", String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Integer> counts(JsonNode totals) {
        return List.of("lines", "created", "updated", "unchanged", "rejected").stream()
                .filter(name -> totals.path(name).asInt() > 0)
                .collect(
                        Collectors.toMap(name -> name, name -> totals.path(name).asInt()));
    }

    private static JsonNode last(List<JsonNode> report) {
        return report.get(report.size() - 1);
    }

    /** Tasks that are hard to write down. */
    private void createDifficult() {
        String long50 = "\uD834\uDD1E".repeat(50);
        List<Map<String, Object>> all = List.of(
                Map.of("title", "plain"),
                Map.of("title", "=1+1", "description", "@SUM(A1)"),
                Map.of("title", "a,b;c", "description", "two\r\nlines, \"quoted\"\n"),
                Map.of("title", "\"", "description", ""),
                Map.of("title", " spaces ", "description", "\ttab\u0001\u2028"),
                Map.of("title", long50, "description", "é\uD83D\uDE00"),
                Map.of("title", "null", "description", "null"),
                Map.of("title", "done", "is_completed", true, "priority", 4),
                Map.of("title", "due", "due_at", "0001-01-01T00:00:00Z"),
                Map.of("title", "day", "due_date", "9999-12-31"));
        for (int number = 0; number < all.size(); number++) {
            Map<String, Object> task = new LinkedHashMap<>(all.get(number));
            task.put("external_id", number == 0 ? " " + label.substring(0, 8) + " " : label + "," + number + "\"\\");
            task.put("labels", List.of(label, "a\"b", "back\\slash", "{}", ",", "null", " "));
            Tasks.create(task);
        }
    }

    @Test
    void ndjsonIsTheTasksAndThenTheEnd() {
        createDifficult();
        List<Object> listed =
                given().queryParam("label", label).get("/tasks").jsonPath().getList("$");

        List<JsonNode> lines = exported();

        assertThat(lines.subList(0, lines.size() - 1).stream()
                        .map(line -> JsonPath.from(line.toString()).get("$"))
                        .toList())
                .isEqualTo(listed);
        assertThat(last(lines)).isEqualTo(node("{\"end\":true,\"count\":10}"));
    }

    @Test
    void nothingIsExportedAsNothingAndItsEnd() {
        assertThat(exported()).containsExactly(node("{\"end\":true,\"count\":0}"));
        assertThat(new String(export(CSV, label), StandardCharsets.UTF_8).lines())
                .hasSize(1);
    }

    @Test
    void csvHasAHeaderAndARecordPerTask() {
        Tasks.create(Map.of("title", "a \"b\", c", "labels", List.of(label), "description", "", "priority", 2));
        JsonPath task = given().queryParam("label", label).get("/tasks").jsonPath();

        String csv = new String(export(CSV, label), StandardCharsets.UTF_8);

        assertThat(csv)
                .isEqualTo(
                        "id,title,description,is_completed,completed_at,due_at,due_date,priority,labels,external_id,created_at,updated_at,version\r\n"
                                + task.getLong("[0].id") + ",\"a \"\"b\"\", c\",\"\",false,,,,2,\"[\"\"" + label
                                + "\"\"]\",,\""
                                + task.getString("[0].created_at") + "\",\"" + task.getString("[0].updated_at")
                                + "\",1\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {NDJSON, CSV})
    void anImportOfAnExportChangesNothingAndASecondExportIsTheSame(String type) {
        createDifficult();
        byte[] first = export(type, label);

        JsonNode totals = last(imported(type, "", first));

        assertThat(counts(totals)).isEqualTo(Map.of("lines", 10, "unchanged", 10));
        assertThat(export(type, label)).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {NDJSON, CSV})
    void anImportBringsBackWhatWasDeleted(String type) {
        createDifficult();
        byte[] saved = export(type, label);
        List<JsonNode> before = writable(exported());
        TestDatabase.ofTheService().execute("delete from tasks where '" + label + "' = any(labels)");

        JsonNode totals = last(imported(type, "", saved));

        assertThat(counts(totals)).isEqualTo(Map.of("lines", 10, "created", 10));
        assertThat(writable(exported())).isEqualTo(before);
    }

    private static List<JsonNode> writable(List<JsonNode> lines) {
        List<String> readOnly = List.of("id", "completed_at", "created_at", "updated_at", "version");
        return lines.stream()
                .map(line -> (JsonNode) ((ObjectNode) line.deepCopy()).remove(readOnly))
                .toList();
    }

    @Test
    void anExternalIdIsTheKeyForUpserts() {
        Tasks.create(
                Map.of("title", "old", "external_id", label + "1", "labels", List.of(label), "description", "goes"));
        Tasks.create(Map.of("title", "same", "external_id", label + "2", "labels", List.of(label)));

        List<JsonNode> report = imported(
                labelled("\"title\":\"new\",\"external_id\":\"" + label + "1\",\"is_completed\":true"),
                labelled("\"title\":\"same\",\"external_id\":\"" + label + "2\""),
                labelled("\"title\":\"third\",\"external_id\":\"" + label + "3\""),
                labelled("\"title\":\"nameless\""));

        assertThat(report).hasSize(1);
        assertThat(counts(last(report))).isEqualTo(Map.of("lines", 4, "created", 2, "updated", 1, "unchanged", 1));
        List<JsonNode> tasks = exported();
        assertThat(tasks.stream().map(task -> task.path("title").asText()))
                .containsExactly("new", "same", "third", "nameless", "");
        assertThat(tasks.get(0).path("version").asInt()).isEqualTo(2);
        assertThat(tasks.get(0).path("description").isNull()).isTrue();
        assertThat(tasks.get(0).path("completed_at")).isEqualTo(tasks.get(0).path("updated_at"));
        assertThat(tasks.get(1).path("version").asInt()).isEqualTo(1);
    }

    @Test
    void linesAboutOneTaskAreDoneInTheirOrder() {
        List<JsonNode> report = imported(
                labelled("\"title\":\"first\",\"external_id\":\"" + label + "\""),
                labelled("\"title\":\"second\",\"external_id\":\"" + label + "\""),
                labelled("\"title\":\"third\",\"external_id\":\"" + label + "\""));

        assertThat(counts(last(report))).isEqualTo(Map.of("lines", 3, "created", 1, "updated", 2));
        assertThat(exported().get(0).path("title").asText()).isEqualTo("third");
    }

    @Test
    void aBrokenLineIsReportedAndPassedOver() {
        byte[] body = String.join(
                        "\n",
                        labelled("\"title\":\"good\""),
                        "{\"titel\":\"x\"}",
                        "",
                        "not json",
                        "[1]",
                        "{\"title\":\"BAD\"}",
                        labelled("\"title\":\"" + "x".repeat(1 << 20) + "\""),
                        labelled("\"title\":\"good, too\",\"id\":7,\"version\":9"))
                .getBytes(StandardCharsets.UTF_8);
        int bad = new String(body, StandardCharsets.ISO_8859_1).indexOf("BAD");
        body[bad] = (byte) 0xC3;

        List<JsonNode> report = imported(NDJSON, "", body);

        assertThat(report.subList(0, report.size() - 1).stream()
                        .map(line -> line.path("line").asInt() + " "
                                + line.at("/errors/0/code").asText()))
                .containsExactly("2 unknown_member", "4 malformed", "5 type", "6 malformed", "7 too_long");
        assertThat(report.get(0).at("/errors/0/pointer").asText()).isEqualTo("/titel");
        assertThat(counts(last(report))).isEqualTo(Map.of("lines", 7, "created", 2, "rejected", 5));
        assertThat(exported().stream().map(task -> task.path("title").asText()))
                .containsExactly("good", "good, too", "");
    }

    @Test
    void aBrokenRecordOfCsvIsReportedByTheLineWhereItBegins() {
        String csv = "\uFEFFtitle,labels,priority,external_id\r\n"
                + "\"two\r\nlines\",\"[\"\"" + label + "\"\"]\",1,\r\n"
                + "\"\",,,\r\n"
                + "too,[],0,,many\r\n"
                + "\"unclosed\r\n" + "x".repeat(1 << 20) + "\r\n"
                + "odd,[,high,\"\"\r\n"
                + "last,\"[\"\"" + label + "\"\"]\",,";

        List<JsonNode> report = imported(CSV, "", csv.getBytes(StandardCharsets.UTF_8));

        assertThat(report.subList(0, report.size() - 1).stream()
                        .map(line -> line.path("line").asInt() + " "
                                + line.at("/errors/0/code").asText()))
                .containsExactly("4 blank", "5 malformed", "6 too_long", "8 type");
        assertThat(counts(last(report))).isEqualTo(Map.of("lines", 6, "created", 2, "rejected", 4));
        assertThat(exported().stream().map(task -> task.path("title").asText()))
                .containsExactly("two\r\nlines", "last", "");
        assertThat(exported().get(0).path("priority").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"'titel,priority\n',titel", "'title,title\n',twice", "'priority\n1\n',column title"})
    void aHeaderThatFitsNoTaskEndsTheImport(String csv, String words) {
        sending(CSV)
                .body(csv.getBytes(StandardCharsets.UTF_8))
                .post("/tasks/import")
                .then()
                .statusCode(422)
                .body("detail", containsString(words));
    }

    @Test
    void aDryRunReportsAndWritesNothing() {
        JsonNode totals = last(imported(
                NDJSON,
                "?dry_run=true",
                (labelled("\"title\":\"a\",\"external_id\":\"" + label + "\"") + "\n"
                                + labelled("\"title\":\"b\",\"external_id\":\"" + label + "\""))
                        .getBytes(StandardCharsets.UTF_8)));

        assertThat(counts(totals)).isEqualTo(Map.of("lines", 2, "created", 1, "updated", 1));
        assertThat(totals.path("committed").asBoolean()).isFalse();
        assertThat(totals.path("dry_run").asBoolean()).isTrue();
        assertThat(exported()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"{},0", "'',2500"})
    void anAtomicImportStandsOnlyIfEveryLineIsTaken(String lastLine, int stands) {
        String lines = IntStream.range(0, 2_500)
                .mapToObj(number -> labelled("\"title\":\"" + number + "\""))
                .collect(Collectors.joining("\n"));

        JsonNode totals =
                last(imported(NDJSON, "?atomic=true", (lines + "\n" + lastLine).getBytes(StandardCharsets.UTF_8)));

        assertThat(totals.path("created").asInt()).isEqualTo(2_500);
        assertThat(totals.path("committed").asBoolean()).isEqualTo(stands > 0);
        assertThat(exported()).hasSize(stands + 1);
    }

    @Test
    void anEmptyBodyIsAnImportOfNothing() {
        assertThat(counts(last(imported("")))).isEmpty();
    }

    @Test
    void gzipIsForWhoeverTakesIt() throws IOException {
        createDifficult();

        byte[] compressed = rawGet("/tasks/export?label=" + label, "gzip");

        try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            assertThat(plain.readAllBytes()).isEqualTo(export(NDJSON, label));
        }
        assertThat(rawGet("/tasks/export?label=" + label, "gzip;q=0")).isEqualTo(export(NDJSON, label));
    }

    private static byte[] rawGet(String path, String encoding) throws IOException {
        var connection = URI.create("http://localhost:" + RestAssured.port + path)
                .toURL()
                .openConnection();
        connection.setRequestProperty("Accept-Encoding", encoding);
        try (InputStream body = connection.getInputStream()) {
            return body.readAllBytes();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "*/*,application/x-ndjson",
        "'text/csv;q=0.5, application/x-ndjson',application/x-ndjson",
        "'application/x-ndjson;q=0.5, text/csv',text/csv",
        "text/*,text/csv"
    })
    void theClientChoosesTheFormat(String accept, String type) {
        given().accept(accept)
                .queryParam("label", label)
                .get("/tasks/export")
                .then()
                .statusCode(200)
                .contentType(type);
    }

    @Test
    void anotherFormatIsNotOnOffer() {
        given().accept("application/xml")
                .get("/tasks/export")
                .then()
                .statusCode(406)
                .body("detail", equalTo("On offer: application/x-ndjson, text/csv."));
    }

    @Test
    void anotherFormatIsNotTaken() {
        sending("application/xml")
                .body("<task/>".getBytes(StandardCharsets.UTF_8))
                .post("/tasks/import")
                .then()
                .statusCode(415)
                .header(
                        "Accept-Post",
                        "application/x-ndjson, text/csv, application/ndjson, application/jsonl, application/jsonlines,"
                                + " application/x-jsonlines, text/tab-separated-values");
        for (String coding : List.of("br", "gzip, gzip")) {
            sending(NDJSON)
                    .header("Content-Encoding", coding)
                    .body(new byte[] {1})
                    .post("/tasks/import")
                    .then()
                    .statusCode(415)
                    .header("Accept-Encoding", "gzip, identity");
        }
        sending(CSV + "; charset=UTF-16")
                .body(new byte[] {1})
                .post("/tasks/import")
                .then()
                .statusCode(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"export?limit=3", "export?completed=perhaps"})
    void anExportTakesTheFiltersOfAListAndNothingElse(String call) {
        given().get("/tasks/" + call).then().statusCode(400);
    }

    @Test
    void theExportHasAHeadAndNoOtherMethods() {
        given().head("/tasks/export").then().statusCode(200).contentType(NDJSON);
        given().delete("/tasks/export").then().statusCode(405).header("Allow", "GET, HEAD, OPTIONS");
        given().get("/tasks/import").then().statusCode(405).header("Allow", "OPTIONS, POST");
    }
}
