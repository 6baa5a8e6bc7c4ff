package dev.punchlist;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table in docs/settings.md is the one that the code has: each name, environment variable and default. */
class SettingsTest {

    private static final Path TABLE = Path.of("docs/settings.md");

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(punchlist\\.[a-z.-]+)` \\| `([A-Z_]+)` \\| (?:`([^`]*)`|required|none) \\|");

    @Test
    void theTableListsEverySettingWithItsDefault() throws IOException {
        String table = Files.readString(TABLE);

        Map<String, String> documented = ROW.matcher(table)
                .results()
                .collect(Collectors.toMap(row -> row.group(1), SettingsTest::documentedDefault));

        assertThat(documented).isEqualTo(settingsOf("punchlist", PunchlistConfig.class));
    }

    @Test
    void theTableNamesTheRightEnvironmentVariables() throws IOException {
        String table = Files.readString(TABLE);

        assertThat(ROW.matcher(table).results()).isNotEmpty().allSatisfy(row -> assertThat(row.group(2))
                .isEqualTo(row.group(1).toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "_")));
    }

    private static String documentedDefault(MatchResult row) {
        return row.group(3) == null ? "" : row.group(3);
    }

    private static Map<String, String> settingsOf(String prefix, Class<?> settings) {
        Map<String, String> all = new TreeMap<>();
        for (Method method : settings.getDeclaredMethods()) {
            String name =
                    prefix + "." + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (method.getReturnType().isInterface()
                    && method.getReturnType().getEnclosingClass() == PunchlistConfig.class) {
                all.putAll(settingsOf(name, method.getReturnType()));
            } else {
                WithDefault value = method.getAnnotation(WithDefault.class);
                all.put(name, value == null ? "" : value.value());
            }
        }
        return all;
    }
}
