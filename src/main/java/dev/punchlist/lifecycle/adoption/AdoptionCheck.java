package dev.punchlist.lifecycle.adoption;

import dev.punchlist.lifecycle.adoption.TableFacts.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Decides by the facts whether a table can be taken over. Each reason against it says what to do about it. */
final class AdoptionCheck {

    private static final List<String> TEXTS = List.of("text", "character varying");

    /** What another service's table must have. */
    private static final Map<String, List<String>> THEIRS = Map.of(
            "id",
            List.of("bigint", "integer", "smallint"),
            "title",
            TEXTS,
            "description",
            TEXTS,
            "is_completed",
            List.of("boolean"));

    /** What is added; what is there already must be just like it. */
    private static final Map<String, List<String>> OURS = Map.of(
            "tenant", TEXTS,
            "completed_at", List.of("timestamp with time zone"),
            "created_at", List.of("timestamp with time zone"),
            "updated_at", List.of("timestamp with time zone"),
            "version", List.of("bigint"),
            "due_at", List.of("timestamp with time zone"),
            "due_date", List.of("date"),
            "priority", List.of("integer"),
            "labels", List.of("text[]"),
            "external_id", TEXTS);

    /** What a task may lack, and is written as NULL then. */
    private static final List<String> OPTIONAL =
            List.of("completed_at", "description", "due_at", "due_date", "external_id");

    private static final Set<String> KEYS_TABLE =
            Set.of("tenant", "key", "fingerprint", "status", "headers", "body", "created_at");

    private static final Map<String, String> KINDS =
            Map.of("p", "a partitioned table", "v", "a view", "m", "a materialized view", "f", "a foreign table");

    private final TableFacts facts;
    private final List<String> obstacles = new ArrayList<>();

    private AdoptionCheck(TableFacts facts) {
        this.facts = facts;
    }

    /** What is in the way; nothing if the table can be taken over. */
    static List<String> obstacles(TableFacts facts) {
        AdoptionCheck check = new AdoptionCheck(facts);
        check.table();
        new TreeMap<>(THEIRS).forEach(check::theirs);
        new TreeMap<>(OURS).forEach(check::ours);
        OPTIONAL.forEach(check::optional);
        check.key();
        return List.copyOf(check.obstacles);
    }

    /** What does not stand in the way, and yet should be known. */
    static List<String> notes(TableFacts facts) {
        return facts.columns().stream()
                .filter(column -> column.required() && !column.defaulted() && !column.generated())
                .filter(column -> !THEIRS.containsKey(column.name()) && !OURS.containsKey(column.name()))
                .map(column ->
                        ("the column \"%1$s\" of %2$s must have a value and has no default, so that nothing can be"
                                        + " created through the API: alter table %2$s alter column \"%1$s\" set default ...")
                                .formatted(column.name(), facts.name()))
                .toList();
    }

    private void table() {
        unless(
                facts.kind().equals("r"),
                "%s is " + KINDS.getOrDefault(facts.kind(), "no table") + "; it must be an ordinary table");
        unless(facts.owned(), "another role owns %1$s; let it run: alter table %1$s owner to ...");
        unless(
                facts.creating(),
                "the role may not create anything in the schema of %1$s; grant it: grant create on schema ...");
        unless(
                !facts.hiding(),
                "row-level security of %1$s hides rows from its owner: alter table %1$s no force row level security");
        unless(!facts.divided(), "%s has parts or inherits; it must be a table of its own");
        unless(!facts.ruled(), "%s has rewrite rules (CREATE RULE), which break INSERT ... RETURNING");
        unless(
                facts.keysTable().isEmpty() || facts.keysTable().equals(KEYS_TABLE),
                "a table \"idempotency_keys\" is beside %s, and is not ours; rename it");
    }

    private void theirs(String name, List<String> types) {
        Optional<Column> column = facts.column(name);
        if (column.isEmpty()) {
            obstacles.add("the column \"%s\" of %s is missing%s".formatted(name, facts.name(), similar(name)));
        } else {
            fitting(column.get(), types);
        }
    }

    /** A column that may be meant: written with capitals or without underscores. */
    private String similar(String name) {
        return facts.columns().stream()
                .map(Column::name)
                .filter(other -> other.replace("_", "").equalsIgnoreCase(name.replace("_", "")))
                .findFirst()
                .map(other -> "; if \"%1$s\" is meant: alter table %2$s rename column \"%1$s\" to %3$s"
                        .formatted(other, facts.name(), name))
                .orElse("");
    }

    private void ours(String name, List<String> types) {
        facts.column(name).ifPresent(column -> fitting(column, types));
    }

    private void fitting(Column column, List<String> types) {
        String name = column.name();
        unless(
                types.contains(column.type()),
                "the column \"%2$s\" of %1$s is of type %3$s and must be %4$s; rename it, or change its type: alter table"
                        + " %1$s alter column %2$s type %5$s",
                name,
                column.type(),
                String.join(" or ", types),
                types.get(0));
        unless(!column.generated(), "the column \"%2$s\" of %1$s is generated; it must be written", name);
        unless(
                !column.loose(),
                "the column \"%2$s\" of %1$s has a nondeterministic collation, by which different texts are equal, so that a"
                        + " change could pass for none: alter table %1$s alter column %2$s type %3$s collate \"default\"",
                name,
                column.type());
    }

    private void optional(String name) {
        facts.column(name)
                .ifPresent(column -> unless(
                        !column.required(),
                        "the column \"%2$s\" of %1$s must have a value, and a task need not have one: alter table %1$s alter"
                                + " column %2$s drop not null, or the same of its domain",
                        name));
    }

    private void key() {
        Optional<Column> id = facts.column("id");
        unless(
                id.isEmpty() || facts.keyed(),
                "the id alone does not tell the rows of %1$s apart: alter table %1$s add unique (id)");
        unless(
                id.isEmpty() || id.get().defaulted(),
                "the column \"id\" of %1$s has no default: alter table %1$s alter column id add generated by default as"
                        + " identity");
    }

    /** In an obstacle the table comes first, whatever the order of the words. */
    private void unless(boolean fitting, String obstacle, String... others) {
        if (!fitting) {
            List<String> names = new ArrayList<>(List.of(facts.name()));
            names.addAll(List.of(others));
            obstacles.add(String.format(obstacle, names.toArray()));
        }
    }
}
