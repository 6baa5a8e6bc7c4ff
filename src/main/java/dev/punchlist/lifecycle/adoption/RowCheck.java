package dev.punchlist.lifecycle.adoption;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Looks for rows that a table could not be taken over with. Each question is put only where it can be answered with yes. */
final class RowCheck {

    /**
     * A question about the rows.
     *
     * @param column that must be there already, or the question is idle
     * @param rows which of them are in the way
     * @param obstacle what to say of them
     */
    private record Question(String column, String rows, String obstacle) {}

    private static final List<Question> QUESTIONS = List.of(
            new Question("title", "title is null", "a row has no \"title\"; give it one"),
            new Question("id", "id is null", "a row has no \"id\"; give it one"),
            new Question(
                    "tenant",
                    "tenant <> 'default'",
                    "the column \"tenant\" has another value than 'default', whose rows would not be served; rename it"),
            new Question(
                    "priority",
                    "priority not between 0 and 4",
                    "the column \"priority\" has a value that is not from 0 to 4"),
            new Question("version", "version < 1", "the column \"version\" has a value below 1"),
            new Question(
                    "external_id",
                    "external_id in (select external_id from tasks group by external_id having count(*) > 1)",
                    "two rows have the same \"external_id\", which must be unique"));

    private RowCheck() {}

    /** What is in the way, for a table whose columns are in order. */
    static List<String> obstacles(Connection connection, TableFacts facts) throws SQLException {
        List<String> obstacles = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            for (Question question : QUESTIONS) {
                if (isOpen(question, facts) && holds(statement, question)) {
                    obstacles.add("%s of %s".formatted(question.obstacle, facts.name()));
                }
            }
        }
        return obstacles;
    }

    private static boolean isOpen(Question question, TableFacts facts) {
        boolean aboutNull = question.rows.endsWith(" is null");
        return facts.column(question.column)
                .filter(column -> !(aboutNull && column.required()))
                .isPresent();
    }

    private static boolean holds(Statement statement, Question question) throws SQLException {
        try (ResultSet row = statement.executeQuery("select exists (select from tasks where " + question.rows + ")")) {
            return row.next() && row.getBoolean(1);
        }
    }
}
