package dev.punchlist.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.punchlist.PunchlistConfig;
import dev.punchlist.http.ProblemException;
import dev.punchlist.http.StrictJson;
import dev.punchlist.http.Violation;
import dev.punchlist.task.TaskDraft;
import java.util.List;
import java.util.Optional;

/** Reads a task from a JSON object per line. The last line of an export says nothing about a task. */
final class NdjsonReader implements DraftReader {

    private final StrictJson json;
    private final PunchlistConfig.Limits limits;

    NdjsonReader(StrictJson json, PunchlistConfig.Limits limits) {
        this.json = json;
        this.limits = limits;
    }

    @Override
    public Optional<TaskDraft> read(byte[] line) {
        JsonNode value = parse(line);
        if (!(value instanceof ObjectNode object)) {
            throw ProblemException.invalid(List.of(Violation.ofBody("type", "The line must be a JSON object.")));
        }
        boolean endsExport = object.path("end").isBoolean() && !object.has("title");
        return endsExport ? Optional.empty() : Optional.of(TaskDraft.read(object, limits));
    }

    private JsonNode parse(byte[] line) {
        try {
            return json.read(line);
        } catch (StrictJson.MalformedException e) {
            throw DraftReader.unreadable("The line " + e.flaw().replace("line 1, ", "") + ".");
        }
    }
}
