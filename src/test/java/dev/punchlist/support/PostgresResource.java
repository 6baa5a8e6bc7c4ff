package dev.punchlist.support;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Gives the service under test a database of its own on the embedded PostgreSQL. */
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        return TestPostgres.shared().createDatabase("rest").settings();
    }

    @Override
    public void stop() {
        // The server lives as long as the test process, which stops it.
    }
}
