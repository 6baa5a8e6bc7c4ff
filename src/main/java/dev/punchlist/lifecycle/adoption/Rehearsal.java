package dev.punchlist.lifecycle.adoption;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes the table over and writes to it, in a transaction that is rolled back: this finds what the other checks cannot
 * foresee. The steps that read all rows are left out, for the table is locked meanwhile.
 */
final class Rehearsal {

    private static final List<String> STEPS = List.of(
            "db/adoption/V1__add_what_the_table_lacks.sql",
            "db/migration/V9__hold_what_others_write_within_bounds.sql",
            "db/migration/V11__fold_case_the_same_everywhere.sql",
            "db/migration/V13__put_imports_aside.sql");

    /** The id is given, so that the sequence, which no rollback resets, does not move. */
    private static final List<String> WRITES = List.of(
            """
            insert into tasks (id, title, is_completed, tenant, version, priority, labels, created_at, updated_at)
            overriding system value
            select coalesce(max(id), 0) + 1, 'x', false, 'default', 1, 0, '{}', now(), now() from tasks""",
            "update tasks set version = version + 1, updated_at = now() where id = (select max(id) from tasks)",
            "delete from tasks where id = (select max(id) from tasks)");

    /** A constraint of theirs, or a trigger, refuses this row; another it may take. Or there is no next id. */
    private static final Pattern OF_THE_ROW = Pattern.compile("23...|P0001|22003");

    /** It is a matter of the connection, of the moment or of a lock, and not of the table. */
    private static final Pattern OF_THE_MOMENT = Pattern.compile("08...|40...|53...|55P03|57...");

    private Rehearsal() {}

    /** What fails, if anything does. */
    static Optional<String> obstacle(Connection connection, TableFacts facts) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String step : STEPS) {
                statement.execute(text(step));
            }
            for (String write : WRITES) {
                attempt(connection, statement, write);
            }
            return Optional.empty();
        } catch (SQLException e) {
            if (matches(OF_THE_MOMENT, e)) {
                throw e;
            }
            return Optional.of("%s was taken over for a trial, and it failed: %s"
                    .formatted(
                            facts.name(),
                            String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static void attempt(Connection connection, Statement statement, String write) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            statement.execute(write);
        } catch (SQLException e) {
            if (!matches(OF_THE_ROW, e)) {
                throw e;
            }
            connection.rollback(before);
        }
    }

    private static boolean matches(Pattern states, SQLException failure) {
        return states.matcher(String.valueOf(failure.getSQLState())).matches();
    }

    private static String text(String resource) {
        try (@Nullable InputStream in = Rehearsal.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The build lacks " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
