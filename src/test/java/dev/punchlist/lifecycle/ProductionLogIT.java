package dev.punchlist.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TestDatabase;
import dev.punchlist.support.TestPostgres;
import org.junit.jupiter.api.Test;

/** What users write is not for the log, and neither are statements that went well. */
class ProductionLogIT {

    private static final TestDatabase DATABASE = TestPostgres.shared().createDatabase("production_log");

    @Test
    void neitherStatementsNorValuesAreLogged() {
        try (ServiceProcess service =
                ServiceProcess.start(DATABASE.environment()).awaitReady()) {
            int created = create(service, "kept to ourselves");
            int listed = service.statusOf("/tasks");
            DATABASE.failWhereCreated("kept to ourselves, too");

            assertThat(service.output()).noneMatch(line -> line.contains("insert into tasks"));
            int refused = create(service, "kept to ourselves, too");
            service.awaitOutput("answered 500 transaction-failed");

            assertThat(created).isEqualTo(201);
            assertThat(listed).isEqualTo(200);
            assertThat(refused).isEqualTo(500);
            assertThat(service.output())
                    .noneMatch(line -> line.contains("kept to ourselves") || line.contains("Failing row"));
        }
    }

    private static int create(ServiceProcess service, String title) {
        return service.send(service.post("{\"title\":\"" + title + "\"}").build())
                .statusCode();
    }
}
