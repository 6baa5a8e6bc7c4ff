package dev.punchlist.lifecycle;

import dev.punchlist.PunchlistConfig;
import dev.punchlist.PunchlistConfig.Schema.Migrate;
import dev.punchlist.SchemaName;
import dev.punchlist.lifecycle.adoption.Adoption;
import dev.punchlist.lifecycle.adoption.MigrationFolder;
import dev.punchlist.support.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.postgresql.ds.PGSimpleDataSource;

/** Migrates databases without a service around it, so that a test can afford many of them. */
final class InProcess {

    private InProcess() {}

    private record Settings(SchemaName name, Migrate migrate) implements PunchlistConfig.Schema {}

    static DataSource dataSource(TestDatabase database, String role) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl("jdbc:postgresql://%s:%d/%s".formatted(database.host(), database.port(), database.name()));
        dataSource.setUser(role);
        dataSource.setPassword("postgres");
        return dataSource;
    }

    static void migrate(TestDatabase database) {
        run(dataSource(database, "postgres"), Migrate.AT_START);
    }

    static void check(TestDatabase database) {
        run(dataSource(database, "postgres"), Migrate.CHECK);
    }

    /** Brings a schema to where an older version of the service had it. */
    static void migrateTo(TestDatabase database, String version) {
        configuration(dataSource(database, "postgres")).target(version).load().migrate();
    }

    /** Takes a table over whatever has become of it since it was looked at. */
    static void adopt(TestDatabase database) throws SQLException {
        new Adoption(configuration(dataSource(database, "postgres")).load(), "public").perform();
    }

    static void run(DataSource dataSource, Migrate migrate) {
        new SchemaMigration(
                        new Settings(new SchemaName("public"), migrate),
                        configuration(dataSource).load())
                .run();
    }

    /** As application.properties has it. */
    private static FluentConfiguration configuration(DataSource dataSource) {
        FluentConfiguration configuration = Flyway.configure()
                .dataSource(dataSource)
                .schemas("public")
                .table("punchlist_schema_history")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .validateMigrationNaming(true);
        new FlywaySettings().customize(configuration);
        configuration.locations("classpath:" + MigrationFolder.OURS);
        return configuration;
    }

    /** All that a migration can change of a schema, in text. */
    static List<List<String>> catalogue(TestDatabase database) {
        return database.query("""
                select 'column', table_name, column_name, data_type, is_nullable, coalesce(column_default, '')
                from information_schema.columns where table_schema = 'public'
                union all select 'index', tablename, indexname, indexdef, '', '' from pg_indexes
                    where schemaname = 'public'
                union all select 'constraint', coalesce(conrelid::regclass::text, ''), conname, pg_get_constraintdef(oid), '', ''
                    from pg_constraint where connamespace = 'public'::regnamespace and contype <> 'n'
                union all select 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), '', ''
                    from pg_trigger where not tgisinternal
                union all select 'function', proname, prosrc, '', '', '' from pg_proc
                    where pronamespace = 'public'::regnamespace
                order by 1, 2, 3""");
    }
}
