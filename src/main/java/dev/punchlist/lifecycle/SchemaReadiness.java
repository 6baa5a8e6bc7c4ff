package dev.punchlist.lifecycle;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the schema is current: the server opens only after that. */
@Readiness
@ApplicationScoped
class SchemaReadiness implements HealthCheck {

    private final SchemaMigration migration;

    SchemaReadiness(SchemaMigration migration) {
        this.migration = migration;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("schema").status(migration.done()).build();
    }
}
