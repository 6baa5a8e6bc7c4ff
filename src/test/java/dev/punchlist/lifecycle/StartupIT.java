package dev.punchlist.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TestDatabase;
import dev.punchlist.support.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A service that cannot start says why in a line that names the setting; one that can starts in order. */
class StartupIT {

    private static final TestDatabase DATABASE = TestPostgres.shared().createDatabase("startup");

    static Stream<Arguments> brokenSettings() {
        String url = DATABASE.settings().get("punchlist.database.url");
        return Stream.of(
                broken("PUNCHLIST_DATABASE_URL", "", "punchlist.database.url"),
                broken("PUNCHLIST_DATABASE_URL", "mysql://localhost/punchlist", "postgresql://host:5432/database"),
                broken("PUNCHLIST_DATABASE_URL", "postgresql://u:s3cret@localhost/punchlist", "must not hold a user"),
                broken("PUNCHLIST_DATABASE_URL", url + "?user=u&password=s3cret", "must not hold the parameter user"),
                broken("PUNCHLIST_DATABASE_URL", url + "?sslmode=s3cret", "sslmode"),
                broken("PUNCHLIST_DATABASE_URL", url + "?foo=s3cret", "has the parameter foo, which is unknown"),
                broken("PUNCHLIST_DATABASE_URL", url + "#s3cret", "postgresql://host:5432/database"),
                broken("PUNCHLIST_DATABASE_URL", "postgresql://localhost", "names no database"),
                broken("PUNCHLIST_DATABASE_URL", "not a url", "postgresql://host:5432/database"),
                broken("PUNCHLIST_DATABASE_URL", url + "_missing", "no such database"),
                broken("PUNCHLIST_DATABASE_URL", "postgresql://127.0.0.1:1/punchlist", "did not answer within 1 s"),
                broken("PUNCHLIST_DATABASE_URL", "postgresql://nowhere.invalid/punchlist", "did not answer within 1 s"),
                broken("PUNCHLIST_DATABASE_URL", "postgresql://a:5432,/punchlist", "postgresql://host:5432/database"),
                broken("PUNCHLIST_DATABASE_PASSWORD_FILE", "/none", "punchlist.database.password-file"),
                broken("PUNCHLIST_DATABASE_USERNAME", "", "punchlist.database.username"),
                broken("PUNCHLIST_DATABASE_USERNAME", "nobody_we_know", "refuses the role \"nobody_we_know\""),
                broken("PUNCHLIST_SHUTDOWN_GRACE", "soon", "punchlist.shutdown.grace"),
                broken("PUNCHLIST_SHUTDOWN_GRACE", "2h", "from 0ms to 3600000ms"),
                broken("PUNCHLIST_POOL_MAX_SIZE", "many", "punchlist.pool.max-size"),
                broken("PUNCHLIST_POOL_MAX_SIZE", "0", "must be from 1 to 1000"),
                broken("PUNCHLIST_LIMITS_TITLE", "501", "must be from 1 to 500"),
                broken("PUNCHLIST_LIMITS_BODY", "huge", "punchlist.limits.body"),
                broken("PUNCHLIST_HTTP_TRUSTED_PROXIES", "10.0.0.0/8,proxy.example", "punchlist.http.trusted-proxies"),
                broken("PUNCHLIST_HTTP_CORS_ORIGINS", "https://a.example/app", "punchlist.http.cors-origins"),
                broken("PUNCHLIST_SCHEMA_NAME", "My Schema", "lower-case identifier"),
                broken("PUNCHLIST_SCHEMA_MIGRATE", "sometimes", "punchlist.schema.migrate"));
    }

    private static Arguments broken(String variable, String value, String words) {
        return Arguments.of(variable, value, words);
    }

    @ParameterizedTest
    @MethodSource("brokenSettings")
    void aBrokenSettingEndsTheStartWithALineThatNamesIt(String variable, String value, String words) {
        Map<String, String> environment = DATABASE.environment(Map.of("PUNCHLIST_STARTUP_DATABASE_TIMEOUT", "1s"));
        environment.put(variable, value);

        try (ServiceProcess service = ServiceProcess.start(environment)) {
            assertThat(service.awaitExit()).isEqualTo(1);
            List<String> reasons = reasons(service);
            assertThat(reasons).hasSize(1);
            assertThat(reasons.get(0)).contains(words).contains(variable);
            assertThat(String.join("\n", service.output()))
                    .doesNotContain("\tat ")
                    .doesNotContain("s3cret");
        }
    }

    @Test
    void aWrongPasswordIsAReasonAndTheRightOneIsNot() {
        Map<String, String> environment =
                DATABASE.environment(Map.of("PUNCHLIST_DATABASE_USERNAME", TestPostgres.GUARDED_ROLE));

        environment.put("PUNCHLIST_DATABASE_PASSWORD", "wrong-s3cret");
        try (ServiceProcess service = ServiceProcess.start(environment)) {
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(reasons(service)).hasSize(1);
            assertThat(reasons(service).get(0)).contains("refuses the role", "PUNCHLIST_DATABASE_PASSWORD");
            assertThat(String.join("\n", service.output())).doesNotContain("s3cret");
        }
        environment.put("PUNCHLIST_DATABASE_PASSWORD", TestPostgres.GUARDED_PASSWORD);
        try (ServiceProcess service = ServiceProcess.start(environment)) {
            service.awaitReady();
        }
    }

    @Test
    void anUnmigratedSchemaIsAReasonWhereMigrationIsForbidden() {
        TestDatabase empty = TestPostgres.shared().createDatabase("unmigrated");

        try (ServiceProcess service =
                ServiceProcess.start(empty.environment(Map.of("PUNCHLIST_SCHEMA_MIGRATE", "never")))) {
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(reasons(service)).hasSize(1);
            assertThat(reasons(service).get(0)).contains("lacks", "PUNCHLIST_SCHEMA_MIGRATE");
        }
    }

    @Test
    void allBrokenSettingsAreNamedAtOnce() {
        Map<String, String> unreadable =
                DATABASE.environment(Map.of("PUNCHLIST_SHUTDOWN_GRACE", "soon", "PUNCHLIST_POOL_MAX_SIZE", "many"));
        Map<String, String> outOfBounds =
                DATABASE.environment(Map.of("PUNCHLIST_LIMITS_TITLE", "0", "PUNCHLIST_POOL_MAX_QUEUE", "0"));

        try (ServiceProcess service = ServiceProcess.start(unreadable)) {
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(String.join("\n", reasons(service)))
                    .contains("PUNCHLIST_SHUTDOWN_GRACE", "PUNCHLIST_POOL_MAX_SIZE");
        }
        try (ServiceProcess service = ServiceProcess.start(outOfBounds)) {
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(String.join("\n", reasons(service)))
                    .contains("PUNCHLIST_LIMITS_TITLE", "PUNCHLIST_POOL_MAX_QUEUE");
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            Map<String, String> environment =
                    DATABASE.environment(Map.of("QUARKUS_HTTP_PORT", String.valueOf(taken.getLocalPort())));

            try (ServiceProcess service = ServiceProcess.start(environment)) {
                assertThat(service.awaitExit()).isEqualTo(1);
                assertThat(String.join("\n", reasons(service))).contains("QUARKUS_HTTP_PORT");
            }
        }
    }

    @Test
    void aMigrationJobMigratesAndExits() {
        TestDatabase database = TestPostgres.shared().createDatabase("migration_job");

        try (ServiceProcess job =
                ServiceProcess.start(database.environment(Map.of("PUNCHLIST_SCHEMA_MIGRATE", "only")))) {
            assertThat(job.awaitExit()).isZero();
        }
        try (ServiceProcess service =
                ServiceProcess.start(database.environment(Map.of("PUNCHLIST_SCHEMA_MIGRATE", "never")))) {
            assertThat(service.awaitReady()
                            .send(service.post("{\"title\":\"served\"}").build())
                            .statusCode())
                    .isEqualTo(201);
        }
    }

    @Test
    void aCheckTellsWhetherAMigrationWouldWorkAndChangesNothing() {
        TestDatabase database = TestPostgres.shared().createDatabase("checked");
        Map<String, String> check = database.environment(Map.of("PUNCHLIST_SCHEMA_MIGRATE", "check"));

        try (ServiceProcess service = ServiceProcess.start(check)) {
            assertThat(service.awaitExit()).isZero();
            assertThat(service.output()).anyMatch(line -> line.contains("can be migrated: it lacks"));
        }
        database.execute("create table tasks (id uuid primary key, title jsonb, description text)");
        try (ServiceProcess service = ServiceProcess.start(check)) {
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(reasons(service))
                    .anyMatch(line -> line.contains("\"id\" of public.tasks is of type uuid"))
                    .anyMatch(line -> line.contains("\"title\" of public.tasks is of type jsonb"))
                    .anyMatch(line -> line.contains("\"is_completed\" of public.tasks is missing"));
        }
        assertThat(database.value("select string_agg(tablename, ',') from pg_tables where schemaname = 'public'"))
                .isEqualTo("tasks");
    }

    @Test
    void theTablesLiveInTheSchemaOfTheSettings() {
        TestDatabase database = TestPostgres.shared().createDatabase("own_schema");

        try (ServiceProcess service =
                ServiceProcess.start(database.environment(Map.of("PUNCHLIST_SCHEMA_NAME", "app_schema")))) {
            assertThat(service.awaitReady()
                            .send(service.post("{\"title\":\"housed\"}").build())
                            .statusCode())
                    .isEqualTo(201);
        }

        assertThat(database.value("select title from app_schema.tasks")).isEqualTo("housed");
        assertThat(database.value("select count(*) from pg_tables where schemaname = 'public'"))
                .isEqualTo("0");
    }

    @Test
    void eachStepOfTheStartIsLoggedInOrderBeforeTheFirstConnection() {
        try (ServiceProcess service = ServiceProcess.start(new HashMap<>(DATABASE.environment()))) {
            service.awaitReady();

            assertThat(service.output().stream()
                            .flatMap(line -> Stream.of(
                                            "Settings are in order",
                                            "reached in",
                                            "is current in",
                                            "Pool warmed",
                                            "Listening on")
                                    .filter(line::contains))
                            .toList())
                    .containsExactly(
                            "Settings are in order", "reached in", "is current in", "Pool warmed", "Listening on");
        }
    }

    private static List<String> reasons(ServiceProcess service) {
        return service.output().stream()
                .filter(line -> line.startsWith("Punchlist cannot start: "))
                .toList();
    }
}
