package dev.punchlist.task.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.punchlist.http.answer.Preconditions;
import dev.punchlist.http.input.Members;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.Violation;
import dev.punchlist.http.syntax.WholeNumber;
import dev.punchlist.task.TaskDraft;
import dev.punchlist.task.TaskId;
import dev.punchlist.task.TaskPatch;
import dev.punchlist.task.resource.TaskPatches;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** One operation of a batch, as far as it can be judged without the database. */
sealed interface BatchOperation {

    /** So many of the rules that one operation breaks are kept; the rest are counted. */
    int MOST_ERRORS = 10;

    /** What an operation can be. */
    enum Kind {
        CREATE,
        UPDATE,
        DELETE;

        String token() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The name of the operation, if it has a known one. */
    Optional<Kind> kind();

    /** The task that it is about, if there is one already. */
    Optional<TaskId> id();

    /** Creates a task. */
    record Create(TaskDraft draft) implements BatchOperation {

        @Override
        public Optional<Kind> kind() {
            return Optional.of(Kind.CREATE);
        }

        @Override
        public Optional<TaskId> id() {
            return Optional.empty();
        }
    }

    /** Changes a task by a merge patch. */
    record Update(TaskId target, Preconditions conditions, TaskPatch patch) implements BatchOperation {

        @Override
        public Optional<Kind> kind() {
            return Optional.of(Kind.UPDATE);
        }

        @Override
        public Optional<TaskId> id() {
            return Optional.of(target);
        }
    }

    /** Deletes a task. */
    record Delete(TaskId target, Preconditions conditions) implements BatchOperation {

        @Override
        public Optional<Kind> kind() {
            return Optional.of(Kind.DELETE);
        }

        @Override
        public Optional<TaskId> id() {
            return Optional.of(target);
        }
    }

    /** Breaks a rule. */
    record Refused(Optional<Kind> kind, ProblemException problem) implements BatchOperation {

        @Override
        public Optional<TaskId> id() {
            return Optional.empty();
        }
    }

    /** The members of an operation, before it is known which one it is. */
    final class Reader {

        private static final Set<String> MEMBERS = Set.of("op", "id", "if_match", "task");

        private final TaskPatches patches;
        private final boolean requireIfMatch;

        Reader(TaskPatches patches, boolean requireIfMatch) {
            this.patches = patches;
            this.requireIfMatch = requireIfMatch;
        }

        BatchOperation read(JsonNode value) {
            Optional<Kind> kind = kindOf(value);
            try {
                if (!(value instanceof ObjectNode operation)) {
                    throw ProblemException.invalid(
                            List.of(Violation.ofBody("type", "An operation must be a JSON object.")));
                }
                return read(operation, kind);
            } catch (ProblemException e) {
                return new Refused(kind, e.keeping(MOST_ERRORS));
            }
        }

        private static Optional<Kind> kindOf(JsonNode value) {
            return List.of(Kind.values()).stream()
                    .filter(kind -> kind.token().equals(value.path("op").textValue()))
                    .findFirst();
        }

        private BatchOperation read(ObjectNode operation, Optional<Kind> kind) {
            Members members = new Members(operation, MEMBERS);
            if (kind.isEmpty()) {
                members.reject("op", "unknown_operation", "op must be create, update or delete.");
            }
            requireFitting(operation, kind, members);
            members.requireValid();
            return switch (kind.orElseThrow()) {
                case CREATE -> new Create(within("task", () -> patches.draft(taskOf(operation))));
                case UPDATE ->
                    new Update(
                            idOf(operation),
                            conditionsOf(operation),
                            within("task", () -> patches.merging(taskOf(operation))));
                case DELETE -> new Delete(idOf(operation), conditionsOf(operation));
            };
        }

        private static void requireFitting(ObjectNode operation, Optional<Kind> kind, Members members) {
            boolean creates = kind.equals(Optional.of(Kind.CREATE));
            boolean deletes = kind.equals(Optional.of(Kind.DELETE));
            if (kind.isPresent() && !creates && !WholeNumber.is(operation.path("id"))) {
                members.reject("id", "required", "id must be the id of a task.");
            }
            if (kind.isPresent() && !deletes && !operation.path("task").isObject()) {
                members.reject("task", "required", "task must be a JSON object.");
            }
            if (creates && (operation.has("id") || operation.has("if_match"))) {
                members.reject("id", "excluded", "A task to create has no id and no version yet.");
            }
            if (deletes && operation.has("task")) {
                members.reject("task", "excluded", "A task to delete needs no members.");
            }
            if (operation.has("if_match") && !operation.path("if_match").isTextual()) {
                members.reject("if_match", "type", "if_match must be a string, an entity tag in its quotes.");
            }
        }

        private static TaskId idOf(ObjectNode operation) {
            return TaskId.of(WholeNumber.of(operation.path("id")));
        }

        private static ObjectNode taskOf(ObjectNode operation) {
            return (ObjectNode) operation.path("task");
        }

        private Preconditions conditionsOf(ObjectNode operation) {
            return Preconditions.ofMember(
                    Optional.ofNullable(operation.path("if_match").textValue()), requireIfMatch);
        }

        /** Reads a member, and lets what is wrong in it point from the operation on. */
        private static <T> T within(String member, Supplier<T> read) {
            try {
                return read.get();
            } catch (ProblemException e) {
                throw e.within("/" + member);
            }
        }
    }
}
