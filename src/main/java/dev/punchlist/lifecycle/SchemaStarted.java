package dev.punchlist.lifecycle;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Started, and fit to be ready, once the schema is current: the server opens only after that. */
@org.eclipse.microprofile.health.Startup
@Readiness
@ApplicationScoped
class SchemaStarted implements HealthCheck {

    private final SchemaMigration migration;

    SchemaStarted(SchemaMigration migration) {
        this.migration = migration;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("schema").status(migration.done()).build();
    }
}
