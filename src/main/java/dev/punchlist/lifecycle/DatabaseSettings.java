package dev.punchlist.lifecycle;

import dev.punchlist.DatabaseUrl;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Translates {@link DatabaseUrl} and the password file into settings of the framework: a list of addresses to the
 * pools, an address with a wish for the primary to JDBC, and the password itself.
 */
final class DatabaseSettings implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    private static final String PASSWORD_FILE = "punchlist.database.password-file";
    private static final String JDBC = "jdbc:";

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        return switch (name) {
            case "quarkus.datasource.reactive.url",
                    "quarkus.datasource.background.reactive.url",
                    "quarkus.datasource.probe.reactive.url" -> poolUrls(value);
            case "quarkus.datasource.jdbc.url" -> jdbcUrl(value);
            case "quarkus.datasource.password" -> password(value, context.proceed(PASSWORD_FILE));
            default -> value;
        };
    }

    private static @Nullable ConfigValue poolUrls(@Nullable ConfigValue url) {
        return url == null || url.getValue() == null
                ? url
                : url.withValue(String.join(",", DatabaseUrl.perHost(url.getValue())));
    }

    private static @Nullable ConfigValue jdbcUrl(@Nullable ConfigValue url) {
        if (url == null || url.getValue() == null) {
            return url;
        }
        List<String> hosts = DatabaseUrl.perHost(url.getValue().substring(JDBC.length()));
        String separator = url.getValue().contains("?") ? "&" : "?";
        return hosts.size() == 1 ? url : url.withValue(url.getValue() + separator + "targetServerType=primary");
    }

    private static @Nullable ConfigValue password(@Nullable ConfigValue password, @Nullable ConfigValue file) {
        if (password == null || file == null || file.getValue() == null) {
            return password;
        }
        Path path = Path.of(file.getValue());
        // A file that cannot be read is reported with the other wrong settings.
        return Files.isReadable(path) ? password.withValue(read(path)) : password;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
