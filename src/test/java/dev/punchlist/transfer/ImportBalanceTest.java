package dev.punchlist.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.PunchlistConfig;
import dev.punchlist.http.json.StrictJson;
import dev.punchlist.transfer.record.CsvRecord;
import dev.punchlist.transfer.record.CsvSplitter;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** Whatever the bytes are and wherever they are cut, each record comes out once: as a task or as a line of the report. */
class ImportBalanceTest {

    private static final PunchlistConfig.Limits LIMITS = limits();
    private static final StrictJson JSON = new StrictJson();
    private static final String HEADER = "title,description\n";
    private static final String END_OF_EXPORT = "{\"end\":true,\"count\":7}";

    private static PunchlistConfig.Limits limits() {
        Map<String, Integer> lengths = Map.of("title", 50, "description", 255);
        return (PunchlistConfig.Limits) Proxy.newProxyInstance(
                PunchlistConfig.Limits.class.getClassLoader(),
                new Class<?>[] {PunchlistConfig.Limits.class},
                (proxy, method, arguments) -> lengths.get(method.getName()));
    }

    /** Bytes of which many mean something to a reader. */
    @Provide
    Arbitrary<byte[]> csv() {
        return ofPieces(
                "a", "b", " ", "\t", ",", ",", ";", "\"", "\"", "\"\"", "\r", "\n", "\r\n", "\u00e9", "\0", "\u2028");
    }

    @Provide
    Arbitrary<byte[]> ndjson() {
        return ofPieces(
                "{\"title\":\"x\"}",
                END_OF_EXPORT,
                "{\"end\":false}",
                "{}",
                "{",
                "}",
                "\"",
                " ",
                "\t",
                "\r",
                "\n",
                "\n",
                "\r\n",
                "1",
                "[]",
                "\u00e9",
                "\0");
    }

    private static Arbitrary<byte[]> ofPieces(String... pieces) {
        Arbitrary<byte[]> known = Arbitraries.of(pieces).map(piece -> piece.getBytes(StandardCharsets.UTF_8));
        Arbitrary<byte[]> any = Arbitraries.bytes().map(single -> new byte[] {single});
        return Arbitraries.frequencyOf(Tuple.of(20, known), Tuple.of(1, any))
                .list()
                .ofMaxSize(60)
                .map(ImportBalanceTest::joined);
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers().between(1, 7).list().ofMinSize(1).ofMaxSize(10);
    }

    private static byte[] joined(List<byte[]> pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.forEach(all::writeBytes);
        return all.toByteArray();
    }

    @Property(tries = 2_000)
    void everyRecordOfCsvComesOutOnce(@ForAll("csv") byte[] body, @ForAll("cuts") List<Integer> cuts) {
        byte[] text = joined(List.of(HEADER.getBytes(StandardCharsets.UTF_8), body));

        List<Reading> whole = read(csvReader(), text, List.of(text.length));

        assertThat(whole).hasSize(recordsOf(new String(body, StandardCharsets.ISO_8859_1), Integer.MAX_VALUE));
        assertThat(read(csvReader(), text, cuts)).isEqualTo(whole);
    }

    @Property(tries = 2_000)
    void noRecordThatIsTooLongTakesAnotherWithIt(
            @ForAll("csv") byte[] text, @ForAll @IntRange(min = 1, max = 12) int longest) {
        List<CsvRecord> records = new ArrayList<>();
        CsvSplitter splitter = new CsvSplitter(",", longest, records::add);

        splitter.read(text);
        splitter.end();

        assertThat(records).hasSize(recordsOf(new String(text, StandardCharsets.ISO_8859_1), longest));
    }

    @Property(tries = 2_000)
    void everyLineOfJsonComesOutOnce(@ForAll("ndjson") byte[] body, @ForAll("cuts") List<Integer> cuts) {
        List<Reading> whole = read(new NdjsonReader(JSON, LIMITS), body, List.of(body.length + 1));

        assertThat(whole).hasSize(linesOf(new String(body, StandardCharsets.ISO_8859_1)));
        assertThat(read(new NdjsonReader(JSON, LIMITS), body, cuts)).isEqualTo(whole);
    }

    /** The lines that hold something, but for the end of an export where it is the last of them. */
    private static int linesOf(String text) {
        List<String> lines = Arrays.stream(text.split("\r\n|\r|\n"))
                .map(line -> line.replaceAll("[ \t]", ""))
                .filter(line -> !line.isEmpty())
                .toList();
        boolean export = !lines.isEmpty() && lines.get(lines.size() - 1).equals(END_OF_EXPORT);
        return lines.size() - (export ? 1 : 0);
    }

    @Property(tries = 500)
    void whatIsWrittenIsReadAgain(
            @ForAll("records") List<List<String>> records,
            @ForAll("delimiters") String delimiter,
            @ForAll("lineEnds") String lineEnd,
            @ForAll("cuts") List<Integer> cuts) {
        StringBuilder text = new StringBuilder("Title" + delimiter + " DESCRIPTION " + delimiter + lineEnd);
        records.forEach(record -> text.append(quoted(record.get(0)))
                .append(delimiter)
                .append(" ")
                .append(quoted(record.get(1)))
                .append(" ")
                .append(delimiter)
                .append(lineEnd));

        List<Reading> readings = read(csvReader(), text.toString().getBytes(StandardCharsets.UTF_8), cuts);

        assertThat(readings)
                .extracting(reading -> ((Reading.Taken) reading).draft())
                .extracting(draft -> List.of(
                        draft.title(), Optional.ofNullable(draft.description()).orElse("none")))
                .isEqualTo(records);
    }

    @Provide
    Arbitrary<List<List<String>>> records() {
        Arbitrary<String> cell =
                Arbitraries.strings().withChars("a \r\n\"',;\t\u00e9").ofMaxLength(8);
        return cell.map(text -> "x" + text).list().ofSize(2).list().ofMaxSize(5);
    }

    @Provide
    Arbitrary<String> delimiters() {
        return Arbitraries.of(",", ";", "\t");
    }

    @Provide
    Arbitrary<String> lineEnds() {
        return Arbitraries.of("\r", "\n", "\r\n", "\n\r\n\n\r");
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\"\"") + "\"";
    }

    private static CsvReader csvReader() {
        return new CsvReader(JSON, LIMITS, Optional.empty());
    }

    private static List<Reading> read(DraftReader reader, byte[] text, List<Integer> cuts) {
        List<Reading> readings = new ArrayList<>();
        int begin = 0;
        for (int piece = 0; begin < text.length; piece++) {
            int end = Math.min(text.length, begin + cuts.get(piece % cuts.size()));
            readings.addAll(reader.read(Arrays.copyOfRange(text, begin, end)));
            begin = end;
        }
        readings.addAll(reader.end());
        return readings;
    }

    /** The records that hold something, found by walking from cell to cell; one that is too long ends with its line. */
    private static int recordsOf(String text, int longest) {
        int records = 0;
        int index = 0;
        while (index < text.length()) {
            int begin = index;
            boolean something = false;
            boolean over = false;
            while (!over) {
                int start = behindBlanks(text, index);
                boolean quoted = text.startsWith("\"", start);
                int end = endOfCell(text, start, quoted);
                something |= quoted
                        || !text.substring(index, end).replaceAll("[ \t]", "").isEmpty();
                over = end == text.length() || text.charAt(end) != ',';
                index = end + 1;
            }
            if (index - 1 - begin > longest) {
                something = true;
                index = endOfLine(text, begin + longest) + 1;
            }
            records += something ? 1 : 0;
        }
        return records;
    }

    private static int endOfLine(String text, int begin) {
        int index = begin;
        while (index < text.length() && "\r\n".indexOf(text.charAt(index)) < 0) {
            index++;
        }
        return index;
    }

    private static int behindBlanks(String text, int begin) {
        int index = begin;
        while (index < text.length() && " \t".indexOf(text.charAt(index)) >= 0) {
            index++;
        }
        return index;
    }

    private static int endOfCell(String text, int begin, boolean quoted) {
        int index = begin;
        if (quoted) {
            index = text.indexOf('"', begin + 1);
            while (index >= 0 && text.startsWith("\"\"", index)) {
                index = text.indexOf('"', index + 2);
            }
            index = index < 0 ? text.length() : index;
        }
        while (index < text.length() && ",\r\n".indexOf(text.charAt(index)) < 0) {
            index++;
        }
        return index;
    }
}
