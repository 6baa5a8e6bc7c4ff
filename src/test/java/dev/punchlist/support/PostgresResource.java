package dev.punchlist.support;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** Gives the service under test a database of its own on the embedded PostgreSQL. */
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        Map<String, String> settings =
                new HashMap<>(TestPostgres.shared().createDatabase("rest").settings());
        // With a password that is asked for, as in production: the AOT cache that tests record holds how to answer.
        settings.put("punchlist.database.username", TestPostgres.GUARDED_ROLE);
        settings.put("punchlist.database.password", TestPostgres.GUARDED_PASSWORD);
        System.setProperty(TestDatabase.OF_THE_SERVICE, String.valueOf(settings.get("punchlist.database.url")));
        return settings;
    }

    @Override
    public void stop() {
        // The server lives as long as the test process, which stops it.
    }
}
