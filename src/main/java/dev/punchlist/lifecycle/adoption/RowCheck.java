package dev.punchlist.lifecycle.adoption;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Looks for rows that a table could not be taken over with. Each question is asked only if its columns exist. */
final class RowCheck {

    /**
     * A question about the rows.
     *
     * @param columns that must exist, or the question is skipped
     * @param rows which of them are in the way
     * @param obstacle what to say of them
     */
    private record Question(List<String> columns, String rows, String obstacle) {}

    /** How many bytes always fit into an entry of an index. */
    private static final int INDEXABLE = 2_000;

    /** What gives the rows their ids, whether it belongs to the column or not. */
    private static final String SEQUENCE = """
            select coalesce(pg_get_serial_sequence('%1$s', 'id')::regclass, (
                select s.oid::regclass from pg_attrdef d
                    join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum and a.attname = 'id'
                    join pg_depend p on p.classid = 'pg_attrdef'::regclass and p.objid = d.oid
                    join pg_class s on p.refclassid = 'pg_class'::regclass and s.oid = p.refobjid and s.relkind = 'S'
                where d.adrelid = '%1$s'::regclass limit 1))""";

    /** Checks that rows from before may break, for as long as nobody writes them. */
    private static final String UNPROVEN = """
            select quote_ident(conname), pg_get_expr(conbin, conrelid) from pg_constraint
            where conrelid = '%s'::regclass and contype = 'c' and not convalidated order by conname""";

    private static final List<Question> QUESTIONS = List.of(
            new Question(List.of("title"), "title is null", "a row has no \"title\"; give it one"),
            new Question(List.of("id"), "id is null", "a row has no \"id\"; give it one"),
            new Question(
                    List.of("tenant"),
                    "tenant <> 'default'",
                    "the column \"tenant\" has another value than 'default', whose rows would not be served; rename it"),
            new Question(
                    List.of("priority"),
                    "priority not between 0 and 4",
                    "the column \"priority\" has a value that is not from 0 to 4"),
            new Question(List.of("version"), "version < 1", "the column \"version\" has a value below 1"),
            new Question(
                    List.of("external_id"),
                    "external_id in (select external_id from tasks group by external_id having count(*) > 1)",
                    "two rows have the same \"external_id\", which must be unique"),
            new Question(
                    List.of("external_id"),
                    "octet_length(external_id) > " + INDEXABLE,
                    "the column \"external_id\" has a value that is too long for an index"),
            new Question(
                    List.of("labels"),
                    "exists (select from unnest(labels) as label where octet_length(label) > " + INDEXABLE + ")",
                    "the column \"labels\" has a label that is too long for an index"),
            new Question(
                    List.of("due_at", "due_date"),
                    "due_at is not null and due_date is not null",
                    "a row has both \"due_at\" and \"due_date\", where a task has one; empty the other"));

    private RowCheck() {}

    /** What is in the way, for a table whose columns are in order. */
    static List<String> obstacles(Connection connection, TableFacts facts) throws SQLException {
        List<String> obstacles = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            for (Question question : QUESTIONS) {
                if (isOpen(question, facts) && holds(statement, question.rows)) {
                    obstacles.add("%s of %s".formatted(question.obstacle, facts.name()));
                }
            }
            obstacles.addAll(sequence(statement, facts));
        }
        return obstacles;
    }

    /** A restore may leave the sequence behind the rows, so that each new one would meet an old one. */
    private static List<String> sequence(Statement statement, TableFacts facts) throws SQLException {
        for (List<String> sequence : rows(statement, SEQUENCE.formatted(quoted(facts)))) {
            String behind = """
                    select (select max(id) from tasks) > (select case when is_called then last_value else last_value - 1 end
                        from %s)""".formatted(sequence.get(0));
            if (!sequence.get(0).equals("null") && rows(statement, behind).equals(List.of(List.of("t")))) {
                return List.of(
                        "the sequence of the ids of %1$s is behind them: select setval('%2$s', (select max(id) from %1$s))"
                                .formatted(facts.name(), sequence.get(0)));
            }
        }
        return List.of();
    }

    /** Rows that are going to be written, and are against a check of theirs that was never put to them. */
    static List<String> unproven(Connection connection, TableFacts facts) throws SQLException {
        List<String> obstacles = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            for (List<String> check : rows(statement, UNPROVEN.formatted(quoted(facts)))) {
                if (holds(statement, "is_completed is not false and not (" + check.get(1) + ")")) {
                    obstacles.add(
                            "a completed row of %1$s breaks the constraint %2$s; correct it, then: alter table %1$s validate"
                                            .formatted(facts.name(), check.get(0))
                                    + " constraint " + check.get(0));
                }
            }
        }
        return obstacles;
    }

    private static String quoted(TableFacts facts) {
        return facts.name().replace("'", "''");
    }

    private static List<List<String>> rows(Statement statement, String query) throws SQLException {
        List<List<String>> all = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                    values.add(String.valueOf(row.getString(column)));
                }
                all.add(values);
            }
        }
        return all;
    }

    private static boolean isOpen(Question question, TableFacts facts) {
        boolean aboutNull = question.rows.endsWith(" is null");
        return question.columns.stream().allMatch(name -> facts.column(name)
                .filter(column -> !(aboutNull && column.required()))
                .isPresent());
    }

    private static boolean holds(Statement statement, String rows) throws SQLException {
        try (ResultSet row = statement.executeQuery("select exists (select from tasks where " + rows + ")")) {
            return row.next() && row.getBoolean(1);
        }
    }
}
