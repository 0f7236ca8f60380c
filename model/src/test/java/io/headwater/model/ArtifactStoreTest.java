package io.headwater.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.vision.Artifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactStoreTest {

    /** printf abc | sha256sum */
    private static final String SHA_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path directory;

    private ArtifactStore store;
    private Path file;

    @BeforeEach
    void open() throws IOException {
        store = ArtifactStores.open("file:" + directory.resolve("store"), directory.resolve("cache"));
        file = Files.write(directory.resolve("any.bin"), "abc".getBytes(UTF_8));
    }

    @Test
    void namesFilesByTheirContent() throws IOException {
        Artifact artifact = store.put("weights", file, "weights");

        assertThat(artifact.getSha256()).isEqualTo(SHA_OF_ABC);
        assertThat(artifact.getUri()).endsWith("/" + SHA_OF_ABC + ".weights");
        assertThat(artifact.getSize()).isEqualTo(3);
        assertThat(store.fetch(artifact)).hasFileName(SHA_OF_ABC + ".weights").hasContent("abc");
        assertThat(store.put("weights", file, "weights")).isEqualTo(artifact);
    }

    @Test
    void keepsAllFilesInOneDirectory() throws IOException {
        Artifact graph = store.put("model", Files.writeString(directory.resolve("graph"), "graph"), "onnx");
        Artifact weights = store.put("weights", file, "weights");

        assertThat(store.fetchModel(List.of(weights, graph)))
                .hasContent("graph")
                .hasParentRaw(store.fetch(weights).getParent());
    }

    @Test
    void neverReturnsAFileWithTheWrongHash() throws IOException {
        Artifact artifact = store.put("weights", file, "weights");
        Path object = store.fetch(artifact);
        Files.writeString(object, "abd");

        assertThatThrownBy(() -> store.fetch(artifact))
                .isInstanceOf(ArtifactIntegrityException.class)
                .hasMessageContaining(object.toString())
                .hasMessageContaining(SHA_OF_ABC);
        store.put("weights", file, "weights");
        assertThat(store.fetch(artifact)).as("repaired by the next put").hasContent("abc");
    }

    @Test
    void saysWhichFileIsMissingAndWhere() throws IOException {
        Artifact artifact = store.put("weights", file, "weights");
        Files.delete(store.fetch(artifact));

        assertThatThrownBy(() -> store.fetch(artifact))
                .isInstanceOf(ArtifactMissingException.class)
                .hasMessageContaining(SHA_OF_ABC)
                .hasMessageContaining(directory.resolve("store").toString())
                .hasMessageContaining("artifact.store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "file:/x/../../" + SHA_OF_ABC, SHA_OF_ABC + ".we/../x", "s3://b/"})
    void refusesUrisThatLeadElsewhere(String uri) {
        Artifact artifact = Artifact.newBuilder()
                .setRole("model")
                .setUri(uri)
                .setSha256(SHA_OF_ABC)
                .setSize(3)
                .build();

        assertThatThrownBy(() -> store.fetch(artifact)).isInstanceOf(ArtifactIntegrityException.class);
    }

    @Test
    void fetchesFromAStoreThatHasMoved() throws IOException {
        Artifact artifact = store.put("weights", file, "weights");
        Files.move(directory.resolve("store"), directory.resolve("elsewhere"));

        try (ArtifactStore moved = ArtifactStores.open("file:" + directory.resolve("elsewhere"), directory)) {
            assertThat(moved.fetch(artifact)).hasContent("abc");
        }
    }

    @Test
    void takesTheSameFileFromSeveralWritersAtOnce() throws Exception {
        byte[] content = new byte[1 << 20];
        Files.write(file, content);
        ExecutorService writers = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Artifact>> puts = IntStream.range(0, 32)
                    .<Callable<Artifact>>mapToObj(
                            i -> () -> ArtifactStores.open("file:" + directory.resolve("store"), directory)
                                    .put("weights", file, "weights"))
                    .toList();
            for (Future<Artifact> put : writers.invokeAll(puts)) {
                assertThat(store.fetch(put.get())).hasBinaryContent(content);
            }
        } finally {
            writers.shutdownNow();
        }
        try (Stream<Path> files = Files.list(directory.resolve("store/objects"))) {
            assertThat(files).as("no temporary file is left").hasSize(1);
        }
    }

    @Test
    void replacesRefs() throws IOException {
        assertThat(store.readRef("backbones/tiny")).isEmpty();
        assertThat(store.listRefs("")).isEmpty();

        store.writeRef("backbones/tiny", "1".getBytes(UTF_8));
        store.writeRef("backbones/tiny", "2".getBytes(UTF_8));
        store.writeRef("models/default", "3".getBytes(UTF_8));

        assertThat(store.readRef("backbones/tiny")).contains("2".getBytes(UTF_8));
        assertThat(store.listRefs("backbones/")).containsExactly("backbones/tiny");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "/etc/passwd", "a//b", "", "a/../b", ".hidden"})
    void refusesRefNamesThatLeadElsewhere(String name) {
        assertThatThrownBy(() -> store.writeRef(name, new byte[1])).isInstanceOf(IllegalArgumentException.class);
    }

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
