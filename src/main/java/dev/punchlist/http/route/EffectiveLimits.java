package dev.punchlist.http.route;

import dev.punchlist.PunchlistConfig;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.smallrye.config.SmallRyeConfig;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Shows the limits of this installation in the contract that it serves. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_STARTUP)
public class EffectiveLimits implements OASFilter {

    @Override
    public void filterOpenAPI(OpenAPI contract) {
        PunchlistConfig config =
                ConfigProvider.getConfig().unwrap(SmallRyeConfig.class).getConfigMapping(PunchlistConfig.class);
        Map<String, Schema> schemas = contract.getComponents().getSchemas();
        limit(schemas, "Title", config.limits().title());
        limit(schemas, "Description", config.limits().description());
    }

    private static void limit(Map<String, Schema> schemas, String name, int maxLength) {
        Objects.requireNonNull(schemas.get(name), name).setMaxLength(maxLength);
    }
}
