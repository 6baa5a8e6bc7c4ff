package dev.punchlist.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TestDatabase;
import dev.punchlist.support.TestPostgres;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Searching for a substring has an index where that may be, and works where it may not. */
class SubstringIndexIT {

    private static final String HAS_INDEX =
            "select count(*) from pg_indexes where schemaname = 'own' and indexname = 'ix_tasks_folded_substrings'";

    /** In a locale that knows no letters but the English ones. */
    private final TestDatabase database =
            TestPostgres.shared().createDatabase("substrings", "locale 'C' template template0");

    private Map<String, String> asPlainRole() {
        Map<String, String> environment = new HashMap<>(database.environment(Map.of("PUNCHLIST_SCHEMA_NAME", "own")));
        environment.put("PUNCHLIST_DATABASE_USERNAME", "plain");
        return environment;
    }

    private static long told(ServiceProcess service) {
        return service.output().stream()
                .filter(line -> line.contains("Searching by q reads row by row"))
                .count();
    }

    @Test
    void whereTheExtensionMayNotBeCreatedTheSearchWorksAndTheLogSaysSoOnceUntilSomeoneCreatesIt() {
        database.execute("do $$ begin create role plain login; exception when duplicate_object then null; end $$");
        database.execute("create schema own authorization plain");

        try (ServiceProcess service = ServiceProcess.start(asPlainRole()).awaitReady()) {
            service.send(service.post("{\"title\":\"Find the needle\"}").build());
            service.send(service.post("{\"title\":\"Çan ve ΟΔΟΣ\"}").build());
            assertThat(service.send(service.request("/tasks?q=NEEDLE").build()).body())
                    .contains("Find the needle");
            assertThat(told(service)).isEqualTo(1);
            assertThat(database.value(HAS_INDEX)).isEqualTo("0");
        }
        database.execute("create extension pg_trgm");
        try (ServiceProcess service = ServiceProcess.start(asPlainRole()).awaitReady()) {
            assertThat(told(service)).isZero();
            assertThat(database.value(HAS_INDEX)).isEqualTo("1");
            assertThat(List.of("%c3%a7an", "%CE%BF%CE%B4%CE%BF%CF%82", "needle"))
                    .allSatisfy(q -> assertThat(service.send(
                                            service.request("/tasks?q=" + q).build())
                                    .body())
                            .contains("title"));
            assertThat(database.value("select count(*) from own.tasks where own.punchlist_fold(title) = 'çan ve οδοσ'"))
                    .isEqualTo("1");
            assertThat(service.send(service.request("/tasks?q=NEEDLE").build()).body())
                    .contains("Find the needle");
        }
    }
}
