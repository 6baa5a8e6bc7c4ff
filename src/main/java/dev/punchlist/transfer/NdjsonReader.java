package dev.punchlist.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.punchlist.PunchlistConfig;
import dev.punchlist.http.json.StrictJson;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.Violation;
import dev.punchlist.task.TaskDraft;
import dev.punchlist.transfer.record.Line;
import dev.punchlist.transfer.record.LineSplitter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Reads a task from a JSON object per line. The end of an export says nothing about a task, where it is the last line. */
final class NdjsonReader implements DraftReader {

    private static final Set<String> END_OF_EXPORT = Set.of("end", "count", "cursor");

    private final StrictJson json;
    private final PunchlistConfig.Limits limits;
    private final LineSplitter splitter = new LineSplitter();

    /** The line that ends an export; what comes next tells whether it is the last. */
    private OptionalLong endOfExport = OptionalLong.empty();

    NdjsonReader(StrictJson json, PunchlistConfig.Limits limits) {
        this.json = json;
        this.limits = limits;
    }

    @Override
    public List<Reading> read(byte[] piece) {
        return splitter.split(piece).stream().flatMap(this::readings).toList();
    }

    @Override
    public List<Reading> end() {
        return splitter.rest().stream().flatMap(this::readings).toList();
    }

    private Stream<Reading> readings(Line line) {
        Optional<Reading> before = endBeforeTheLast();
        return Stream.concat(before.stream(), reading(line).stream());
    }

    private Optional<Reading> endBeforeTheLast() {
        OptionalLong before = endOfExport;
        endOfExport = OptionalLong.empty();
        return before.isEmpty()
                ? Optional.empty()
                : Optional.of(new ImportReport.Rejected(
                        before.getAsLong(),
                        DraftReader.unreadable("The line ends an export, but is not the last.")
                                .violations()));
    }

    private Optional<Reading> reading(Line line) {
        try {
            byte[] content = line.content().orElseThrow(NdjsonReader::tooLong);
            JsonNode value = parse(content);
            if (endsExport(value)) {
                endOfExport = OptionalLong.of(line.number());
                return Optional.empty();
            }
            return Optional.of(new Reading.Taken(TaskDraft.read(object(value), limits), line.number(), content.length));
        } catch (ProblemException e) {
            return Optional.of(new ImportReport.Rejected(line.number(), e.violations()));
        }
    }

    private static ProblemException tooLong() {
        return ProblemException.invalid(List.of(
                Violation.ofBody("too_long", "The line is longer than %s bytes.".formatted(LineSplitter.LONGEST))));
    }

    private JsonNode parse(byte[] line) {
        try {
            return json.read(line);
        } catch (StrictJson.MalformedException e) {
            throw DraftReader.unreadable("The line " + e.flaw().replace("line 1, ", "") + ".");
        }
    }

    private static boolean endsExport(JsonNode value) {
        return value.path("end").booleanValue()
                && value.size() <= END_OF_EXPORT.size()
                && value.properties().stream().allMatch(member -> END_OF_EXPORT.contains(member.getKey()));
    }

    private static ObjectNode object(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw ProblemException.invalid(List.of(Violation.ofBody("type", "The line must be a JSON object.")));
    }
}
