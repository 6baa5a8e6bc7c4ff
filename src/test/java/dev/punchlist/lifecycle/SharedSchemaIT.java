package dev.punchlist.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.punchlist.PunchlistConfig.Schema.Migrate;
import dev.punchlist.support.Await;
import dev.punchlist.support.Parallel;
import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TestDatabase;
import dev.punchlist.support.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A schema is migrated, or found migrated, while others are at work in it. */
class SharedSchemaIT {

    @Test
    void aCheckSaysOneThingOfASchemaThatIsCurrentOrNewer() {
        TestDatabase database = TestPostgres.shared().createDatabase("checked");
        InProcess.migrate(database);

        assertThat(checked(database)).singleElement().asString().contains("is current");
        database.execute("""
                insert into punchlist_schema_history (installed_rank, version, description, type, script, checksum,
                    installed_by, execution_time, success)
                select max(installed_rank) + 1, '999', 'add owner', 'SQL', 'V999__add_owner.sql', 1, 'postgres', 1, true
                from punchlist_schema_history""");
        assertThat(checked(database)).singleElement().asString().contains("is newer than this version");
    }

    private static List<String> checked(TestDatabase database) {
        ServiceProcess check = ServiceProcess.start(database.environment(Map.of("PUNCHLIST_SCHEMA_MIGRATE", "check")));
        assertThat(check.awaitExit()).isZero();
        return check.output().stream()
                .filter(line -> line.contains("The schema \"public\""))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Migrate.class)
    void aReplicaStartsWhereANewerVersionHasMigrated(Migrate migrate) {
        TestDatabase database = TestPostgres.shared().createDatabase("newer");
        InProcess.migrate(database);
        database.execute("""
                insert into punchlist_schema_history (installed_rank, version, description, type, script, checksum,
                    installed_by, execution_time, success)
                select max(installed_rank) + 1, '999', 'add owner', 'SQL', 'V999__add_owner.sql', 1, 'postgres', 1, true
                from punchlist_schema_history;
                alter table tasks add owner text""");
        List<List<String>> before = InProcess.catalogue(database);

        assertThatCode(() -> InProcess.run(InProcess.dataSource(database, "postgres"), migrate))
                .doesNotThrowAnyException();

        assertThat(InProcess.catalogue(database)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(Migrate.class)
    void aReplicaStartsOnAMigratedDatabaseThatIsReadOnly(Migrate migrate) {
        TestDatabase database = TestPostgres.shared().createDatabase("read_only");
        InProcess.migrate(database);
        database.execute("alter database " + database.name() + " set default_transaction_read_only = on");

        assertThatCode(() -> InProcess.run(InProcess.dataSource(database, "postgres"), migrate))
                .doesNotThrowAnyException();
    }

    /** An export reads for longer than a request may wait. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aColumnIsAddedBesideAnOpenExportWithoutKeepingARequest(boolean adopted) throws SQLException {
        TestDatabase database = TestPostgres.shared().createDatabase("exported");
        if (adopted) {
            database.execute(
                    "create table tasks (id serial primary key, title text, description text, is_completed boolean)");
        } else {
            InProcess.migrateTo(database, "8");
        }
        CompletableFuture<Void> migration;
        try (Connection export = database.connect();
                Statement reading = export.createStatement()) {
            export.setAutoCommit(false);
            reading.execute("select from tasks");

            migration = CompletableFuture.runAsync(() -> InProcess.migrate(database));
            Await.until("the migration waits for the export", () -> !database.query(
                            "select from pg_locks where not granted and relation = 'tasks'::regclass"
                                    + " and database = (select oid from pg_database where datname = current_database())")
                    .isEmpty());
            database.execute(
                    "set statement_timeout = '4s'; insert into tasks (title, is_completed) values ('a', false)");

            assertThat(migration).isNotDone();
        }
        Parallel.get(migration);
        assertThat(database.value("select count(*) from pg_trigger where tgname = 'punchlist_add_missing'"))
                .isEqualTo("1");
    }

    @Test
    void replicasThatStartAtOnceAdoptATableTogether() {
        TestDatabase database = TestPostgres.shared().createDatabase("together");
        database.execute(
                "create table tasks (id serial primary key, title text, description text, is_completed boolean);"
                        + " insert into tasks (title, is_completed) select 'a', true from generate_series(1, 1000)");

        Parallel.times(3, replica -> {
            InProcess.migrate(database);
            return replica;
        });

        assertThat(database.value("select count(*) from pg_index where not indisvalid"))
                .isEqualTo("0");
        assertThat(database.value("select count(*) from punchlist_schema_history where version = '13' and success"))
                .isEqualTo("1");
    }

    @Test
    void aHistoryThatAnotherReplicaHasFinishedIsNotDropped() throws SQLException {
        TestDatabase database = TestPostgres.shared().createDatabase("finished");
        InProcess.migrate(database);

        InProcess.adopt(database);

        assertThat(database.value("select count(*) from punchlist_schema_history where version = '13'"))
                .isEqualTo("1");
    }
}
