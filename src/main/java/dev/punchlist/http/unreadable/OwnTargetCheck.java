package dev.punchlist.http.unreadable;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;

/**
 * Leaves the check of request targets to {@code TargetCheck}: the framework's own answers without a body. It has to be
 * said before the framework's server is made; a native executable is told when it is built. Found as a service provider.
 */
public final class OwnTargetCheck implements SmallRyeConfigBuilderCustomizer {

    @Override
    public void configBuilder(SmallRyeConfigBuilder builder) {
        System.setProperty("vertx.disableURIValidation", "true");
    }
}
