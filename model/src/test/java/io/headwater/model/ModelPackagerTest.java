package io.headwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.headwater.model.testing.PlainOnnx;
import io.headwater.model.testing.TinyModels;
import io.headwater.vision.Artifact;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelPackagerTest {

    private static final List<String> LABELS = List.of("good", "scratch \"deep\"", "Delle ü");

    @TempDir
    Path directory;

    private ArtifactStore store;
    private ModelPackager packager;
    private Backbone backbone;

    @BeforeEach
    void open() throws IOException {
        store = ArtifactStores.open("file:" + directory.resolve("store"), directory);
        packager = new ModelPackager(store);
        backbone = TinyModels.backbone(store);
    }

    /** The file alone is enough for anybody who has ONNX Runtime: nothing of Headwater runs here. */
    @Test
    void makesAFileForAnyUserOfOnnxRuntime() throws Exception {
        Head head = TinyModels.randomHead(LABELS, 3);
        Path onnx = store.fetchModel(packager.assemble(backbone, head, LABELS, "surface", 7));
        byte[] image = new byte[2 * 32 * 32 * 3];
        new Random(1).nextBytes(image);
        ByteBuffer direct = ByteBuffer.allocateDirect(image.length).put(image).flip();

        OrtEnvironment environment = PlainOnnx.environment();
        try (OrtSession session = environment.createSession(onnx.toString());
                OnnxTensor input =
                        OnnxTensor.createTensor(environment, direct, new long[] {2, 32, 32, 3}, OnnxJavaType.UINT8);
                OrtSession.Result result = session.run(Map.of("image", input))) {
            assertThat(session.getOutputNames()).containsExactly("probabilities", "embedding");
            float[][] probabilities =
                    (float[][]) result.get("probabilities").orElseThrow().getValue();
            float[][] embeddings =
                    (float[][]) result.get("embedding").orElseThrow().getValue();
            for (int i = 0; i < 2; i++) {
                assertThat(probabilities[i]).containsExactly(head.probabilities(embeddings[i]), within(1e-5f));
            }
            assertThat(session.getMetadata().getCustomMetadata())
                    .containsEntry("headwater.labels", "[\"good\",\"scratch \\\"deep\\\"\",\"Delle ü\"]")
                    .containsEntry("headwater.model", "surface")
                    .containsEntry("headwater.version", "7")
                    .containsEntry("headwater.input.size", "32")
                    .containsEntry("headwater.resize", "stretch")
                    .containsEntry("headwater.backbone", backbone.id());
        }
    }

    @Test
    void shipsTheHeadAndNotTheBackbone() throws IOException {
        Head head = TinyModels.randomHead(LABELS, 3);
        List<Artifact> one = packager.assemble(backbone, head, LABELS, "surface", 1);
        List<Artifact> two = packager.assemble(backbone, TinyModels.randomHead(LABELS, 4), LABELS, "surface", 2);

        assertThat(one).extracting(Artifact::getRole).containsExactly("model", "weights");
        assertThat(one.get(1))
                .isEqualTo(two.get(1))
                .isEqualTo(backbone.artifacts().get(1));
        assertThat(one.get(0).getSha256()).isNotEqualTo(two.get(0).getSha256());
        assertThat(packager.assemble(backbone, head, LABELS, "surface", 1)).isEqualTo(one);
    }

    @Test
    void readsTheHeadBack() throws IOException {
        Head deep = TinyModels.randomHead(LABELS, 3);
        Head linear = TinyModels.constantHead(LABELS, 2);

        for (Head head : List.of(deep, linear)) {
            Head read = Head.read(store.fetchModel(packager.assemble(backbone, head, LABELS, "surface", 1)));
            assertThat(read).usingRecursiveComparison().isEqualTo(head);
        }
        assertThatThrownBy(() -> Head.read(store.fetchModel(backbone.artifacts())))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("no head");
    }

    @Test
    void exportsOneFileThatHoldsEverything() throws IOException {
        Head head = TinyModels.randomHead(LABELS, 3);
        List<Artifact> artifacts = packager.assemble(backbone, head, LABELS, "surface", 1);

        Path exported = packager.export(artifacts, directory.resolve("out/surface.onnx"));

        Files.delete(store.fetch(artifacts.get(1)));
        try (InferenceSession session = InferenceSession.open(exported, SessionOptions.cpu())) {
            BatchResult result = session.run(session.newBatch(), 1);
            assertThat(session.labels()).isEqualTo(LABELS);
            assertThat(result.probabilities()).containsExactly(head.probabilities(result.embedding(0)), within(1e-5f));
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        Head head = TinyModels.randomHead(LABELS, 3);
        Head wide = Head.linear(17, 3, new float[51], new float[3]);

        assertThatThrownBy(() -> packager.assemble(backbone, head, List.of("a", "b"), "surface", 1))
                .hasMessageContaining("3 outputs");
        assertThatThrownBy(() -> packager.assemble(backbone, head, List.of("a", "b", "a"), "surface", 1))
                .hasMessageContaining("different");
        assertThatThrownBy(() -> packager.assemble(backbone, wide, LABELS, "surface", 1))
                .hasMessageContaining("17")
                .hasMessageContaining("16");
        assertThatThrownBy(() -> Head.linear(2, 3, new float[5], new float[3]))
                .hasMessageContaining("outputWeights must have 6 values, not 5");
    }

    /** By hand: relu(1·2 - 1·1, 1·1 + 1·2 - 5) = (1, 0); logits (1 + 0, 0 + ln 3) = softmax e : 3. */
    @Test
    void computesProbabilities() {
        Head head = new Head(
                2, 2, 2, new float[] {1, -1, 1, 1}, new float[] {0, -5}, new float[] {1, 9, 0, 9}, new float[] {
                    0, (float) Math.log(3)
                });

        assertThat(head.probabilities(new float[] {2, 1}))
                .containsExactly(
                        new float[] {(float) (Math.E / (Math.E + 3)), (float) (3 / (Math.E + 3))}, within(1e-6f));
    }
}
