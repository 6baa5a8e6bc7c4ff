package dev.punchlist.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.PunchlistConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How many connections there may be, by what the process is given. */
class BoundsTest {

    private static final long MEGABYTE = 1L << 20;

    private static Bounds bounds(Map<String, String> settings, long openFiles, long heap) {
        PunchlistConfig config = new SmallRyeConfigBuilder()
                .withMapping(PunchlistConfig.class)
                .withDefaultValues(Map.of(
                        "punchlist.database.url", "postgresql://localhost/punchlist",
                        "punchlist.database.username", "punchlist"))
                .withDefaultValues(settings)
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withConverter(Duration.class, 100, new DurationConverter())
                .build()
                .getConfigMapping(PunchlistConfig.class);
        return Bounds.of(config, openFiles, heap);
    }

    @Test
    void connectionsFollowTheOpenFiles() {
        assertThat(bounds(Map.of(), 256, 1_024 * MEGABYTE).connections()).isEqualTo(120);
        assertThat(bounds(Map.of(), 1_024, 1_024 * MEGABYTE).connections()).isEqualTo(888);
        assertThat(bounds(Map.of(), 60, 1_024 * MEGABYTE).connections()).isEqualTo(16);
    }

    @Test
    void connectionsFollowTheHeap() {
        assertThat(bounds(Map.of(), 1_000_000, 96 * MEGABYTE).connections()).isEqualTo(3_072);
        assertThat(bounds(Map.of(), 1_000_000, 1_024 * MEGABYTE).connections()).isEqualTo(10_000);
    }

    @Test
    void aSettingStands() {
        assertThat(bounds(Map.of("punchlist.http.max-connections", "7"), 256, 96 * MEGABYTE)
                        .connections())
                .isEqualTo(7);
    }

    @Test
    void theLimitOfOpenFilesIsTheSoftOne() {
        String limits = """
                Limit                     Soft Limit           Hard Limit           Units
                Max processes             95996                95996                processes
                Max open files            256                  4096                 files
                """;

        assertThat(OpenFiles.limitIn(limits)).isEqualTo(256);
        assertThat(OpenFiles.limitIn(limits.replace("256 ", "unlimited"))).isEqualTo(Integer.MAX_VALUE);
    }
}
