package dev.punchlist.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TestDatabase;
import dev.punchlist.support.TestPostgres;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What clients hold outlives a restart, another replica and a new key, but not the key that sealed it. */
class CursorKeysIT {

    private static final String OLD = "the-old-key-of-the-house";
    private static final String NEW = "the-new-key-of-the-house";
    private static final TestDatabase DATABASE = TestPostgres.shared().createDatabase("cursor_keys");

    private static ServiceProcess start(String keys) {
        return ServiceProcess.start(DATABASE.environment(Map.of("PUNCHLIST_CURSOR_KEYS", keys)))
                .awaitReady();
    }

    private static String nextLink(ServiceProcess service) {
        return service.send(service.request("/tasks?limit=1").build())
                .headers()
                .firstValue("Link")
                .orElseThrow()
                .replaceAll(".*<([^>]*)>; rel=\"next\".*", "$1");
    }

    @Test
    void everyKeyOpensAndTheFirstSeals() {
        String sealedByOld;
        try (ServiceProcess service = start(OLD)) {
            service.send(service.post("{\"title\":\"first\"}").build());
            service.send(service.post("{\"title\":\"second\"}").build());
            sealedByOld = nextLink(service);
            assertThat(service.output()).noneMatch(line -> line.contains("punchlist.cursor.keys"));
        }
        String sealedByNew;
        try (ServiceProcess service = start(NEW + "," + OLD)) {
            assertThat(service.send(service.request(sealedByOld).build()).body())
                    .contains("\"second\"");
            sealedByNew = nextLink(service);
        }
        try (ServiceProcess service = start(NEW)) {
            assertThat(service.statusOf(sealedByNew)).isEqualTo(200);
            assertThat(service.statusOf(sealedByOld)).isEqualTo(400);
        }
    }

    @Test
    void withoutAKeyOneIsMadeAndTheLogSaysSo() {
        try (ServiceProcess service =
                ServiceProcess.start(DATABASE.environment()).awaitReady()) {
            service.awaitOutput("PUNCHLIST_CURSOR_KEYS");
        }
    }
}
