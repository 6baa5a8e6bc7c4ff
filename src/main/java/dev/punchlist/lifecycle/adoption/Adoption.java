package dev.punchlist.lifecycle.adoption;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;

/**
 * Takes over a table of tasks that another service made. It is looked at first: either all of it can be done, or nothing is
 * changed. It has migrations of its own, which replace ours up to version 8; an interrupted one is continued.
 */
public final class Adoption {

    /** The version to which a table is brought. */
    private static final String REACHED = "8";

    private static final String FIRST = "1";

    private static final String HISTORY = "punchlist_adoption_history";

    private final Flyway migrations;
    private final String schema;

    /** Of the table in this schema, before these migrations of ours. */
    public Adoption(Flyway migrations, String schema) {
        this.migrations = migrations;
        this.schema = schema;
    }

    /**
     * What was found.
     *
     * @param obstacles what is in the way; nothing if the table can be taken over
     * @param notes what should be known
     */
    public record Findings(List<String> obstacles, List<String> notes) {}

    /** Looks at the table, and changes nothing; empty if there is none to take over. */
    public Optional<Findings> look() throws SQLException {
        if (MigrationHistory.of(migrations).reaches(REACHED)) {
            return Optional.empty();
        }
        try (Connection connection =
                migrations.getConfiguration().getDataSource().getConnection()) {
            connection.setSchema(schema);
            Optional<TableFacts> facts = TableFacts.read(connection, schema);
            if (facts.isEmpty()) {
                return Optional.empty();
            }
            Findings findings = new Findings(obstacles(connection, facts.get()), AdoptionCheck.notes(facts.get()));
            // Another replica may have taken it over while this one looked.
            return MigrationHistory.of(migrations).reaches(REACHED) ? Optional.empty() : Optional.of(findings);
        }
    }

    private List<String> obstacles(Connection connection, TableFacts facts) throws SQLException {
        List<String> obstacles = AdoptionCheck.obstacles(facts);
        if (obstacles.isEmpty()) {
            obstacles = RowCheck.obstacles(connection, facts);
        }
        return obstacles.isEmpty() ? untouchedObstacles(connection, facts) : obstacles;
    }

    /** What is in the way of the first step: later, what has our names is ours. */
    private List<String> untouchedObstacles(Connection connection, TableFacts facts) throws SQLException {
        List<String> obstacles = new ArrayList<>(NameCheck.obstacles(connection, facts));
        if (!isBegun()) {
            obstacles.addAll(RowCheck.unproven(connection, facts));
        }
        if (obstacles.isEmpty() && !isBegun()) {
            Rehearsal.obstacle(connection, facts).ifPresent(obstacles::add);
        }
        // Asked last, for another replica may have begun meanwhile.
        return isBegun() ? List.of() : obstacles;
    }

    private boolean isBegun() throws SQLException {
        return MigrationHistory.of(migrations).reaches(FIRST)
                || MigrationHistory.of(steps()).reaches(FIRST);
    }

    private Flyway steps() {
        return MigrationFolder.inFolder(migrations.getConfiguration(), MigrationFolder.ADOPTION)
                .table(HISTORY)
                .load();
    }

    /** Takes the table over, and answers the migrations that go on from there. */
    public Flyway perform() throws SQLException {
        Flyway steps = steps();
        MigrationHistory.of(steps).forgetFailures();
        steps.migrate();
        // Its entries below that are migrations that failed or were interrupted, and are complete now.
        MigrationHistory.of(migrations).dropBelow(REACHED);
        return MigrationFolder.inFolder(migrations.getConfiguration(), MigrationFolder.OURS)
                .baselineVersion(REACHED)
                .load();
    }
}
