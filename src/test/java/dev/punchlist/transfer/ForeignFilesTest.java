package dev.punchlist.transfer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.punchlist.support.ContractFilter;
import dev.punchlist.support.TestDatabase;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What other programs write is read as it was meant, or refused with words that say what to do. */
@QuarkusTest
@ExtendWith(ContractFilter.class)
class ForeignFilesTest {

    private static final String CSV = "text/csv";
    private static final String LINE = "{\"title\":\"line\"}\n";

    /** Begins the titles of one test. */
    private final String mark = UUID.randomUUID().toString().substring(0, 8);

    @AfterEach
    void leaveNothing() {
        TestDatabase.ofTheService().execute("delete from tasks where title like '" + mark + "%' or title = 'line'");
    }

    private static RequestSpecification sending(String type) {
        return given().header("Content-Type", type);
    }

    private static JsonPath totals(Response answer) {
        answer.then().statusCode(200);
        List<String> lines = answer.asString().lines().toList();
        return JsonPath.from(lines.get(lines.size() - 1));
    }

    private static JsonPath imported(String query, byte[] csv) {
        return totals(sending(CSV).body(csv).post("/tasks/import" + query));
    }

    private List<String> written() {
        return TestDatabase.ofTheService()
                .query("select substr(title, 9), coalesce(description, '-'), is_completed, priority from tasks"
                        + " where title like '" + mark + "%' order by id")
                .stream()
                .map(row -> String.join("|", row))
                .toList();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    @Test
    void everyLineEndEndsARecordAndIsTextWithinQuotes() {
        JsonPath totals = imported(
                "", utf8("title,description\n#1,x\r#2,y\n#3,z\r\n\r#4,\"a\rb\nc\r\nd\"\n\r#5,".replace("#", mark)));

        assertThat(totals.getInt("created")).isEqualTo(5);
        assertThat(totals.getInt("lines")).isEqualTo(5);
        assertThat(written()).containsExactly("1|x|f|0", "2|y|f|0", "3|z|f|0", "4|a\rb\nc\r\nd|f|0", "5|-|f|0");
    }

    /** One sheet, of two tasks and an empty row, in the ways of the programs; # is the mark. */
    static Stream<Arguments> sheets() {
        return Stream.of(
                Arguments.of(
                        "Excel, CSV UTF-8, where the comma is the decimal sign",
                        "\uFEFFTitle;Description;Is_Completed;Priority;\r\n#a;x, y;TRUE;1;\r\n;;;;\r\n#b;\"semi;colon\";FALSE;;\r\n"),
                Arguments.of(
                        "Excel with the delimiter announced",
                        "sep=;\r\ntitle;description;is_completed;priority\r\n#a;x, y;TRUE;1\r\n;;;\r\n#b;\"semi;colon\";FALSE;\r\n"),
                Arguments.of(
                        "blank lines before the delimiter is announced",
                        "\r\n \r\nsep=;\r\n\r\ntitle;description;is_completed;priority\r\n#a;x, y;TRUE;1\r\n#b;\"semi;colon\";FALSE;\r\n"),
                Arguments.of(
                        "LibreOffice, all texts quoted",
                        "\"title\",\"description\",\"is_completed\",\"priority\"\n\"#a\",\"x, y\",TRUE,1\n,,,\n\"#b\",\"semi;colon\",FALSE,\n"),
                Arguments.of(
                        "Google Sheets",
                        "title,description,is_completed,priority\r\n#a,\"x, y\",TRUE,1\r\n,,,\r\n#b,semi;colon,FALSE,"),
                Arguments.of(
                        "Numbers",
                        "title,description,is_completed,priority\r\n#a,\"x, y\",true,1\r\n,,,\r\n#b,semi;colon,false,\r\n"),
                Arguments.of(
                        "tabs, as from a clipboard",
                        " TITLE \tdescription\tis_completed\tpriority\t\t\n#a\tx, y\tTrue\t1\t\t\n\t\t\t\t\t\n#b\tsemi;colon\tFalse\t\t\t\n"),
                Arguments.of("pandas, all quoted", """
                        "title","description","is_completed","due_at","due_date","priority","labels","external_id"
                        "#a","x, y","True","","","1","",""
                        "#b","semi;colon","","","","","",""
                        """),
                Arguments.of(
                        "LibreOffice, all cells quoted, an empty column behind them",
                        "\"title\",\"description\",\"is_completed\",\"priority\",\"\"\n\"#a\",\"x, y\",\"TRUE\",\"1\",\"\"\n,,,,\n\"#b\",\"semi;colon\",\"FALSE\",\"\",\"\"\n"),
                Arguments.of(
                        "by hand, with blanks behind the commas",
                        "title, description, is_completed, priority\n#a, \"x, y\", TRUE, 1\n , , ,\n#b,semi;colon, false , \n"),
                Arguments.of(
                        "Excel, which leaves the last delimiters out",
                        "title,description,is_completed,priority\r\n#a,\"x, y\",TRUE,1\r\n,\r\n#b,semi;colon\r\n"),
                Arguments.of(
                        "pandas, where columns have gaps",
                        "title,description,is_completed,priority\n#a,\"x, y\",1.0,1.0\n#b,semi;colon,,\n"),
                Arguments.of(
                        "a database, from a page with blanks that do not break",
                        "title\u00A0,\u00A0description,is_completed,priority\n#a,\"x, y\",1,1\n#b,semi;colon,0,\n"),
                Arguments.of(
                        "an old Macintosh",
                        "title,description,is_completed,priority\r#a,\"x, y\",TRUE,1\r,,,\r#b,semi;colon,FALSE,\r"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sheets")
    void whatSpreadsheetsWriteIsTaken(String program, String sheet) {
        JsonPath totals = imported("", utf8(sheet.replace("#", mark)));

        assertThat(totals.getInt("created")).as(program).isEqualTo(2);
        assertThat(totals.getInt("rejected")).isZero();
        assertThat(written()).containsExactly("a|x, y|t|1", "b|semi;colon|f|0");
    }

    @ParameterizedTest
    @CsvSource({"semicolon", "%3B"})
    void theClientMaySayWhatTheDelimiterIs(String delimiter) {
        byte[] csv = utf8("title\n" + mark + "a,b\n");

        sending(CSV)
                .urlEncodingEnabled(false)
                .body(csv)
                .post("/tasks/import?delimiter=" + delimiter)
                .then()
                .statusCode(200);

        assertThat(written()).containsExactly("a,b|-|f|0");
    }

    @Test
    void theTypeMaySayWhatTheDelimiterIsUnlessTheClientDoes() {
        RequestSpecification request = sending("text/tab-separated-values");

        totals(request.body(utf8("title\tdescription\n#a\tx, y\n".replace("#", mark)))
                .post("/tasks/import"));
        totals(request.body(utf8("title\n#b,x\n".replace("#", mark))).post("/tasks/import"));
        totals(request.body(utf8("title\n#c\t,x\n".replace("#", mark))).post("/tasks/import?delimiter=semicolon"));

        assertThat(written()).containsExactly("a|x, y|f|0", "b,x|-|f|0", "c\t,x|-|f|0");
    }

    @Test
    void anotherDelimiterIsRefused() {
        sending(CSV)
                .body(utf8("title\n"))
                .post("/tasks/import?delimiter=pipe")
                .then()
                .statusCode(400)
                .body("errors[0].parameter", containsString("delimiter"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
    void anotherEncodingIsRefusedWithWordsThatHelp(String encoding) {
        byte[] text = "\uFEFFtitle\na\n"
                .replace("\uFEFF", encoding.equals("UTF-16") ? "" : "\uFEFF")
                .getBytes(Charset.forName(encoding));

        for (String type : List.of(CSV, "application/x-ndjson")) {
            sending(type)
                    .body(text)
                    .post("/tasks/import")
                    .then()
                    .statusCode(422)
                    .body("detail", containsString("save it as UTF-8"));
        }
    }

    @Test
    void aRecordThatCannotBeReadIsReportedAndNothingElseIsLost() {
        byte[] csv = utf8("title,description\n#1,\n\"#2\"x,\n#3,a\"b\n#4,\n#5,\0\n#6,\"open\n".replace("#", mark));
        csv[new String(csv, StandardCharsets.ISO_8859_1).indexOf(mark + "4") + 8] = (byte) 0xC3;

        Response answer = sending(CSV).body(csv).post("/tasks/import");

        assertThat(answer.asString().lines().map(line -> JsonPath.from(line).getString("errors[0].detail")))
                .satisfiesExactly(
                        line3 -> assertThat(line3).contains("behind the closing quote"),
                        line5 -> assertThat(line5).contains("not valid UTF-8"),
                        line6 -> assertThat(line6).contains("U+0000"),
                        line7 -> assertThat(line7).contains("never closed"),
                        totals -> assertThat(totals).isNull());
        assertThat(totals(answer).getInt("lines")).isEqualTo(6);
        assertThat(written()).containsExactly("1|-|f|0", "3|a\"b|f|0");
    }

    @Test
    void whatIsNotMeantToBeATaskIsReported() {
        byte[] csv =
                utf8("title,priority,external_id\n\"\",\"\",\"\"\n#1,1.5,\n#2,1,,more\n#3,1, \n".replace("#", mark));

        Response answer = sending(CSV).body(csv).post("/tasks/import");

        assertThat(answer.asString().lines().limit(3).map(line -> JsonPath.from(line)
                        .getString("errors[0].code")))
                .containsExactly("blank", "type", "malformed");
        assertThat(totals(answer).getInt("lines")).isEqualTo(4);
        assertThat(written()).containsExactly("3|-|f|1");
    }

    @Test
    void blanksAreLeftInTextsAndTakenFromTheRest() {
        imported(
                "",
                utf8("title,description,external_id\n#1 ,  x,  e#1 \n#2,  \"  y\" ,\"  e#2\"\n".replace("#", mark)));

        assertThat(written()).containsExactlyInAnyOrder("1 |  x|f|0", "2|  y|f|0");
        assertThat(TestDatabase.ofTheService()
                        .query("select external_id from tasks where title like '" + mark + "%' order by title"))
                .containsExactly(List.of("e" + mark + "1"), List.of("  e" + mark + "2"));
    }

    @Test
    void aHeaderOfAMebibyteIsRefused() {
        for (String header :
                List.of("title" + ",".repeat(1 << 20), "x,".repeat(100_000) + "\n", "\"" + "x".repeat(2_000_000))) {
            sending(CSV).body(utf8(header)).post("/tasks/import").then().statusCode(422);
        }
    }

    @Test
    void theErrorsOfOneLineEndAfterAHundredWithACountOfTheRest() {
        String members = IntStream.range(0, 500)
                .mapToObj(number -> "\"m" + number + "\":1")
                .collect(Collectors.joining(",", "{\"title\":\"x\",", "}"));

        Response answer = sending("application/x-ndjson").body(utf8(members)).post("/tasks/import");

        List<String> codes = JsonPath.from(answer.asString().lines().findFirst().orElseThrow())
                .getList("errors.code", String.class);
        assertThat(codes).hasSize(101).endsWith("more");
        assertThat(totals(answer).getInt("rejected")).isEqualTo(1);
    }

    @Test
    void theEndOfAnExportIsPassedOverAsTheLastLineAndNothingThatLooksLikeIt() {
        Response answer = sending("application/x-ndjson").body(utf8("""
                        {"end":true,"titel":"x"}
                        {"end":false}
                        {"end":true,"count":7}
                        {"title":"line"}
                        {"end":true,"count":2}

                        """)).post("/tasks/import");

        assertThat(answer.asString().lines().limit(3).map(line -> JsonPath.from(line)
                        .getInt("line")))
                .containsExactly(1, 2, 3);
        assertThat(totals(answer).getInt("lines")).isEqualTo(4);
        assertThat(totals(answer).getInt("rejected")).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/jsonl",
                "application/x-jsonlines",
                "application/jsonlines",
                "application/ndjson; charset=utf-8",
                "application/x-ndjson;charset=\"UTF-8\""
            })
    void linesOfJsonHaveManyNames(String type) {
        assertThat(totals(sending(type).body(utf8(LINE)).post("/tasks/import")).getInt("created"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "identity, GZIP"})
    void aCompressedBodyIsInflated(String coding) {
        byte[] body = gzip(utf8(LINE.repeat(2_500)));
        byte[] members = Arrays.copyOf(body, 2 * body.length);
        System.arraycopy(body, 0, members, body.length, body.length);

        JsonPath totals = totals(sending("application/x-ndjson")
                .header("Content-Encoding", coding)
                .body(members)
                .post("/tasks/import?dry_run=true"));

        assertThat(totals.getInt("created")).isEqualTo(5_000);
    }

    @Test
    void aCompressedBodyThatIsDamagedIsRefusedOrToldWhereSomeOfItStands() {
        byte[] damaged = gzip(utf8(LINE.repeat(1_500)));
        damaged[damaged.length - 6] ^= 1;
        RequestSpecification request = sending("application/x-ndjson").header("Content-Encoding", "gzip");

        request.body(new byte[] {'n', 'o'}).post("/tasks/import").then().statusCode(400);
        JsonPath totals = totals(request.body(damaged).post("/tasks/import"));

        assertThat(totals.getBoolean("end")).isFalse();
        assertThat(totals.getInt("lines")).isEqualTo(1_000);
        assertThat(totals.getInt("created")).isEqualTo(1_000);
        assertThat(totals.getString("problem.detail")).contains("gzip");
    }

    @Test
    void aBombIsWorkedThroughInSmallSteps() {
        byte[] bomb = gzip(new byte[64 << 20]);
        byte[] empty = gzip(utf8("\n".repeat(8 << 20)));

        RequestSpecification request = sending("application/x-ndjson").header("Content-Encoding", "gzip");

        assertThat(totals(request.body(bomb).post("/tasks/import")).getInt("rejected"))
                .isEqualTo(1);
        assertThat(totals(request.body(empty).post("/tasks/import")).getInt("lines"))
                .isZero();
    }

    @Test
    void aKeyIsRefusedBecauseItCouldNotKeepItsPromise() {
        sending("application/x-ndjson")
                .header("Idempotency-Key", "once")
                .body(utf8(LINE))
                .post("/tasks/import")
                .then()
                .statusCode(400)
                .body("detail", containsString("external_id"));
    }
}
