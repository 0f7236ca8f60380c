package io.headwater.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigSourcesTest {

    @TempDir
    Path directory;

    @Test
    void environmentGoesOverFileAndCommandLineOverBoth() throws IOException {
        Path file = Files.writeString(
                directory.resolve("headwater.properties"), "topic.prefix=file.\nmodel.name=file\nhttp.port=1\n");

        Map<String, String> settings = ConfigSources.load(
                file,
                Map.of("HEADWATER_MODEL_NAME", "environment", "HEADWATER_HTTP_PORT", "2", "PATH", "/bin"),
                Map.of("http.port", "3"));

        assertThat(settings)
                .containsOnly(
                        Map.entry("topic.prefix", "file."),
                        Map.entry("model.name", "environment"),
                        Map.entry("http.port", "3"));
    }

    @Test
    void twoUnderscoresStandForAHyphen() {
        assertThat(ConfigSources.load(null, Map.of("HEADWATER_FINE__TUNE_FROM", "last-1-blocks"), Map.of()))
                .containsOnly(Map.entry("fine-tune.from", "last-1-blocks"));
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> ConfigSources.load(directory.resolve("absent.properties"), Map.of(), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("absent.properties");
    }
}
