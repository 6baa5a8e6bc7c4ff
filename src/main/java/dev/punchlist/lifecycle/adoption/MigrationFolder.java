package dev.punchlist.lifecycle.adoption;

import java.util.Collection;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * The migrations of one folder. The framework collects those of all folders when it builds the service, and gives them
 * out together.
 */
public final class MigrationFolder implements ResourceProvider {

    /** The migrations of a schema of our own. */
    public static final String OURS = "db/migration";

    /** Those that bring a table of another service to where the first of ours bring our own. */
    static final String ADOPTION = "db/adoption";

    private final ResourceProvider all;
    private final String folder;

    private MigrationFolder(ResourceProvider all, String folder) {
        this.all = all;
        this.folder = folder;
    }

    /** Confines a configuration to our own migrations. */
    public static void confine(FluentConfiguration configuration) {
        confine(configuration, OURS);
    }

    /** A copy of a configuration, with the migrations of another folder. */
    static FluentConfiguration inFolder(Configuration configuration, String folder) {
        FluentConfiguration copy =
                Flyway.configure(configuration.getClassLoader()).configuration(configuration);
        confine(copy, folder);
        return copy;
    }

    private static void confine(FluentConfiguration configuration, String folder) {
        configuration.locations("classpath:" + folder);
        @Nullable ResourceProvider provider = configuration.getResourceProvider();
        if (provider instanceof MigrationFolder other) {
            configuration.resourceProvider(new MigrationFolder(other.all, folder));
        } else if (provider != null) {
            configuration.resourceProvider(new MigrationFolder(provider, folder));
        }
    }

    @Override
    public @Nullable LoadableResource getResource(String name) {
        @Nullable LoadableResource resource = all.getResource(name);
        return resource != null && isInside(resource) ? resource : null;
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return all.getResources(prefix, suffixes).stream()
                .filter(this::isInside)
                .toList();
    }

    private boolean isInside(LoadableResource resource) {
        return resource.getAbsolutePath().contains(folder + "/");
    }
}
