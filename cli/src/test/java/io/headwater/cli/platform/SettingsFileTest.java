package io.headwater.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.cli.CliException;
import io.headwater.service.ServiceConfig;
import java.nio.file.Files;
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

        assertThat(SettingsFile.read(directory))
                .containsEntry("artifact.store", "file:" + Path.of("models").toAbsolutePath())
                .containsEntry(
                        "artifact.cache", Path.of("kept").toAbsolutePath().toString());
    }

    @Test
    void addressesHoldWhileThePlatformRuns() {
        ServiceConfig config = new ServiceConfig(Map.of(
                "bootstrap.servers", "127.0.0.1:19092", "artifact.store", "file:" + directory.resolve("models")));
        try (DataDirectory data = DataDirectory.lock(directory)) {
            SettingsFile.write(data.path(), config);

            assertThat(SettingsFile.read(directory)).containsEntry("bootstrap.servers", "127.0.0.1:19092");
        }
        assertThat(SettingsFile.read(directory)).containsOnlyKeys("artifact.store", "artifact.cache");
    }

    @Test
    void ofAPlatformThatWasKilledOnlyTheArtifactsAreLeft() throws Exception {
        SettingsFile.write(directory, new ServiceConfig(Map.of("bootstrap.servers", "127.0.0.1:19092")));
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Files.writeString(directory.resolve("in-use"), Long.toString(ended.pid()));

        assertThat(SettingsFile.read(directory)).containsOnlyKeys("artifact.store", "artifact.cache");
    }

    @Test
    void aStoreThatCannotBeUsedIsNamed() {
        assertThatThrownBy(() ->
                        SettingsFile.write(directory, new ServiceConfig(Map.of("artifact.store", "ftp://models"))))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("artifact.store 'ftp://models' is not supported");
    }
}
