package io.headwater.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.cli.CliException;
import io.headwater.service.ConfigSources;
import io.headwater.service.ServiceConfig;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {

    @TempDir
    private Path directory;

    @Test
    void namesTheSameStoreForCommandsInOtherDirectories() {
        SettingsFile.write(
                directory, new ServiceConfig(Map.of("artifact.store", "file:models", "artifact.cache", "kept")));

        assertThat(ConfigSources.load(SettingsFile.in(directory), Map.of(), Map.of()))
                .containsEntry("artifact.store", "file:" + Path.of("models").toAbsolutePath())
                .containsEntry(
                        "artifact.cache", Path.of("kept").toAbsolutePath().toString());
    }

    @Test
    void aStoreThatCannotBeUsedIsNamed() {
        assertThatThrownBy(() ->
                        SettingsFile.write(directory, new ServiceConfig(Map.of("artifact.store", "ftp://models"))))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("artifact.store 'ftp://models' is not supported");
    }
}
