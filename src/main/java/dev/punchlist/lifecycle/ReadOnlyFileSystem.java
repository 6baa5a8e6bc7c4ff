package dev.punchlist.lifecycle;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Lets the service start where nothing can be written, as in a container with a read-only file system. What Vert.x would
 * unpack to the temporary directory, the Swagger page, is not served then; found as a service provider.
 */
public final class ReadOnlyFileSystem implements SmallRyeConfigBuilderCustomizer {

    @Override
    public void configBuilder(SmallRyeConfigBuilder builder) {
        builder.withDefaultValues(settingsFor(Path.of(System.getProperty("java.io.tmpdir"))));
    }

    static Map<String, String> settingsFor(Path temporaryDirectory) {
        return Files.isWritable(temporaryDirectory)
                ? Map.of()
                : Map.of("quarkus.vertx.caching", "false", "quarkus.vertx.classpath-resolving", "false");
    }
}
