package dev.punchlist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents name exists: classes, their members, tests, and the targets of links. {@code MetricsTest} has the metrics. */
class DocumentationTest {

    private static final Path PATTERNS = Path.of("docs/patterns");

    /** Its results tell of what was, too. */
    private static final Path BENCH = Path.of("bench");

    /** A class in backticks, and maybe a member of it. */
    private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w*[a-z]\\w*)(?:\\.([a-z]\\w*))?`");

    /** A test in backticks without its class: at least three words. */
    private static final Pattern TEST = Pattern.compile("`([a-z]+(?:[A-Z][a-z0-9]*){2,})`");

    /** Written like classes of ours: of the contract, of libraries, of the JVM and of Kubernetes, and headers. */
    private static final Set<String> OTHERS = Set.of(
            "TaskInput",
            "ExitOnOutOfMemoryError",
            "ReactiveResultSetMapping",
            "Thread",
            "Uni",
            "Date",
            "ETag",
            "Host",
            "Location",
            "Link",
            "Origin",
            "terminationGracePeriodSeconds");

    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|record|enum) ([A-Z]\\w*)");
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]*)(?:#([^)]*))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern MENTIONED = Pattern.compile("\\bdocs/[a-z/-]*[A-Za-z-]+\\.(?:md|yaml)\\b");

    private static Stream<Path> files(String folder, String... endings) {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The source by the simple names of the types that it has. */
    private static Map<String, String> sources() {
        Map<String, String> sources = new TreeMap<>();
        files("src", ".java").map(DocumentationTest::read).forEach(source -> TYPE.matcher(source)
                .results()
                .forEach(type -> sources.merge(type.group(1), source, String::concat)));
        return sources;
    }

    /** What a text names and the sources do not have. */
    private static Set<String> missing(String text, Map<String, String> sources) {
        Stream<String> classes = CLASS.matcher(text)
                .results()
                .filter(name -> !OTHERS.contains(name.group(1)))
                .filter(name -> !has(sources.getOrDefault(name.group(1), ""), name))
                .map(MatchResult::group);
        Stream<String> tests = TEST.matcher(text)
                .results()
                .filter(name -> !OTHERS.contains(name.group(1)))
                .filter(name -> sources.values().stream().noneMatch(source -> declares(source, name.group(1))))
                .map(MatchResult::group);
        return Stream.concat(classes, tests).collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean has(String source, MatchResult name) {
        return !source.isEmpty() && (name.group(2) == null || declares(source, name.group(2)));
    }

    /** A method, or the field of a rule. */
    private static boolean declares(String source, String member) {
        return source.contains(" " + member + "(") || source.contains(" " + member + " =");
    }

    private static Stream<Path> documents() {
        return Stream.of(
                        Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
                                .map(Path::of),
                        files("docs", ".md"),
                        files(BENCH.toString(), "README.md", "RESULTS.md"))
                .flatMap(paths -> paths);
    }

    private static boolean leadsSomewhere(Path document, MatchResult link) {
        Path target = link.group(1).isEmpty()
                ? document
                : document.resolveSibling(link.group(1)).normalize();
        return Files.exists(target) && (link.group(2) == null || anchors(target).contains(link.group(2)));
    }

    private static List<String> anchors(Path document) {
        return HEADING.matcher(read(document))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    @Test
    void everyClassAndTestThatADocumentNamesExists() {
        Map<String, String> sources = sources();

        assertThat(documents().filter(document -> !document.startsWith(BENCH)))
                .isNotEmpty()
                .allSatisfy(document -> assertThat(missing(read(document), sources))
                        .as(document.toString())
                        .isEmpty());
    }

    @Test
    void anInventedNameIsFound() {
        Map<String, String> sources = sources();

        assertThat(missing(
                        "`OverloadGate`, `OverloadGateway`, `Task.byId`, `Task.byName`, `noLimitIsAParameter`, `noLimitIsATest`",
                        sources))
                .containsExactly("`OverloadGateway`", "`Task.byName`", "`noLimitIsATest`");
    }

    @Test
    void everyPatternIsInTheIndex() {
        String index = read(PATTERNS.resolve("README.md"));

        assertThat(files(PATTERNS.toString(), ".md")
                        .map(page -> page.getFileName().toString()))
                .filteredOn(page -> !page.equals("README.md"))
                .allSatisfy(page -> assertThat(index).contains("| [").contains("](" + page + ") |"));
    }

    @Test
    void everyLinkOfADocumentLeadsSomewhere() {
        assertThat(documents())
                .allSatisfy(document -> assertThat(LINK.matcher(read(document)).results())
                        .allSatisfy(link -> assertThat(leadsSomewhere(document, link))
                                .as(link.group())
                                .isTrue()));
    }

    @Test
    void everyDocumentThatCodeAndAlertsMentionExists() {
        List<String> mentioned = Stream.of(
                        files("src", ".java", ".properties", ".sql"), files("deploy", ".yml", ".json"))
                .flatMap(paths -> paths)
                .flatMap(file -> MENTIONED.matcher(read(file)).results())
                .map(MatchResult::group)
                .distinct()
                .toList();

        assertThat(mentioned).isNotEmpty().allSatisfy(file -> assertThat(Path.of(file))
                .exists());
    }
}
