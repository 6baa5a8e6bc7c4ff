package dev.punchlist.lifecycle;

import dev.punchlist.lifecycle.adoption.MigrationFolder;
import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import java.util.Map;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Keeps Flyway's lock out of a transaction, where CREATE INDEX CONCURRENTLY would wait for it for ever, and the migrations of
 * our own tables apart from those of an adoption. A replica can start where a newer version has migrated already.
 */
@Singleton
class FlywaySettings implements FlywayConfigurationCustomizer {

    @Override
    public void customize(FluentConfiguration configuration) {
        configuration.configuration(Map.of("flyway.postgresql.transactional.lock", "false"));
        configuration.ignoreMigrationPatterns("*:future");
        MigrationFolder.confine(configuration);
    }
}
