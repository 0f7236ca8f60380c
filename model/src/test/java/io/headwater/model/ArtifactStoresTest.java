package io.headwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The uris of artifact stores. */
class ArtifactStoresTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host/dir", "data/artifacts", "file:", "file://host/dir"})
    void refusesUrisItDoesNotKnow(String uri) {
        assertThatThrownBy(() -> ArtifactStores.open(uri, directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("artifact.store '" + uri + "'")
                .hasMessageContaining("use file:DIRECTORY");
    }

    @Test
    void resolvesRelativePathsAgainstTheWorkingDirectory() {
        try (ArtifactStore relative = ArtifactStores.open("file:data/artifacts", directory)) {
            assertThat(relative)
                    .hasToString("file:" + Path.of("").toAbsolutePath().resolve("data/artifacts"));
        }
    }
}
