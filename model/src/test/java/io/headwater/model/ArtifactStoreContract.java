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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every artifact store does. */
abstract class ArtifactStoreContract {

    /** printf abc | sha256sum */
    static final String SHA_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static final String WEIGHTS_OF_ABC = "objects/" + SHA_OF_ABC + ".weights";

    @TempDir
    Path directory;

    ArtifactStore store;
    Path file;

    /** Opens the store as a machine does that keeps its copies below this directory. */
    abstract ArtifactStore open(Path cache);

    /** The file behind the store that holds what it has under this name. */
    abstract Path behind(String name);

    /** What messages call the store. */
    abstract String address();

    @BeforeEach
    void open() throws IOException {
        store = open(directory.resolve("cache"));
        file = Files.write(directory.resolve("any.bin"), "abc".getBytes(UTF_8));
    }

    @AfterEach
    void close() {
        store.close();
    }

    ArtifactStore openElsewhere() {
        return open(directory.resolve("another cache"));
    }

    @Test
    void namesFilesByTheirContent() throws IOException {
        Artifact artifact = store.put("weights", file, "weights");

        assertThat(artifact.getSha256()).isEqualTo(SHA_OF_ABC);
        assertThat(artifact.getUri()).endsWith("/" + WEIGHTS_OF_ABC);
        assertThat(artifact.getSize()).isEqualTo(3);
        assertThat(store.fetch(artifact)).hasFileName(SHA_OF_ABC + ".weights").hasContent("abc");
        assertThat(behind(WEIGHTS_OF_ABC)).hasContent("abc");
        assertThat(store.put("weights", file, "weights")).isEqualTo(artifact);
    }

    @Test
    void keepsAllFilesInOneDirectory() throws IOException {
        Artifact graph = store.put("model", Files.writeString(directory.resolve("graph"), "graph"), "onnx");
        Artifact weights = store.put("weights", file, "weights");

        try (ArtifactStore elsewhere = openElsewhere()) {
            assertThat(elsewhere.fetchModel(List.of(weights, graph)))
                    .hasContent("graph")
                    .hasParentRaw(elsewhere.fetch(weights).getParent());
        }
    }

    @Test
    void neverReturnsAFileWithTheWrongHash() throws IOException {
        Artifact artifact = store.put("weights", file, "weights");
        Files.delete(behind(WEIGHTS_OF_ABC));
        Files.writeString(behind(WEIGHTS_OF_ABC), "abd");

        try (ArtifactStore elsewhere = openElsewhere()) {
            assertThatThrownBy(() -> elsewhere.fetch(artifact))
                    .isInstanceOf(ArtifactIntegrityException.class)
                    .hasMessageContaining(address() + "/" + WEIGHTS_OF_ABC)
                    .hasMessageContaining("instead of " + SHA_OF_ABC);
            store.put("weights", file, "weights");
            assertThat(elsewhere.fetch(artifact)).as("repaired by the next put").hasContent("abc");
        }
    }

    @Test
    void saysWhichFileIsMissingAndWhere() throws IOException {
        Artifact artifact = store.put("weights", file, "weights");
        Files.delete(behind(WEIGHTS_OF_ABC));

        try (ArtifactStore elsewhere = openElsewhere()) {
            assertThatThrownBy(() -> elsewhere.fetch(artifact))
                    .isInstanceOf(ArtifactMissingException.class)
                    .hasMessageContaining(SHA_OF_ABC)
                    .hasMessageContaining("is not in " + address() + "/objects")
                    .hasMessageContaining("artifact.store");
        }
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

    @ParameterizedTest
    @ValueSource(strings = {"", "ONNX", "tar.gz", "../x"})
    void refusesExtensionsThatAreNone(String extension) {
        assertThatThrownBy(() -> store.put("model", file, extension))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + extension + "'");
    }

    @Test
    void takesAndGivesTheSameFileToSeveralAtOnce() throws Exception {
        byte[] content = new byte[1 << 20];
        Files.write(file, content);
        ExecutorService machines = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Path>> uses = IntStream.range(0, 32)
                    .<Callable<Path>>mapToObj(i -> () -> {
                        try (ArtifactStore own = open(directory.resolve("cache"));
                                ArtifactStore other = openElsewhere()) {
                            return other.fetch(own.put("weights", file, "weights"));
                        }
                    })
                    .toList();
            for (Future<Path> fetched : machines.invokeAll(uses)) {
                assertThat(fetched.get()).hasBinaryContent(content);
            }
            try (Stream<Path> files =
                    Files.list(machines.submit(uses.get(0)).get().getParent())) {
                assertThat(files).as("no temporary file is left").hasSize(1);
            }
        } finally {
            machines.shutdownNow();
        }
    }

    @Test
    void replacesRefs() throws IOException {
        assertThat(store.readRef("backbones/tiny")).isEmpty();
        assertThat(store.listRefs("")).isEmpty();

        store.writeRef("backbones/tiny", "1".getBytes(UTF_8));
        store.writeRef("backbones/tiny", "2".getBytes(UTF_8));
        store.writeRef("backbones/large", "3".getBytes(UTF_8));
        store.writeRef("models/default", "4".getBytes(UTF_8));

        try (ArtifactStore elsewhere = openElsewhere()) {
            assertThat(elsewhere.readRef("backbones/tiny")).contains("2".getBytes(UTF_8));
            assertThat(elsewhere.listRefs("backbones/")).containsExactly("backbones/large", "backbones/tiny");
            assertThat(elsewhere.listRefs("backbones/t")).containsExactly("backbones/tiny");
            assertThat(elsewhere.listRefs("")).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "/etc/passwd", "a//b", "", "a/../b", ".hidden"})
    void refusesRefNamesThatLeadElsewhere(String name) {
        assertThatThrownBy(() -> store.writeRef(name, new byte[1])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.readRef(name)).isInstanceOf(IllegalArgumentException.class);
    }
}
