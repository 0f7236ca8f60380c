package io.headwater.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.vision.Artifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The store in a directory. */
class ArtifactStoreTest extends ArtifactStoreContract {

    @Override
    ArtifactStore open(Path cache) {
        return ArtifactStores.open("file:" + directory.resolve("store"), cache);
    }

    @Override
    Path behind(String name) {
        return directory.resolve("store").resolve(name);
    }

    @Override
    String address() {
        return directory.resolve("store").toString();
    }

    @Test
    void fetchesFromAStoreThatHasMoved() throws IOException {
        Artifact artifact = store.put("weights", file, "weights");
        Files.move(directory.resolve("store"), directory.resolve("elsewhere"));

        try (ArtifactStore moved = ArtifactStores.open("file:" + directory.resolve("elsewhere"), directory)) {
            assertThat(moved.fetch(artifact)).hasContent("abc");
        }
    }
}
