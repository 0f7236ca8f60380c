package io.headwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.headwater.model.testing.TinyModels;
import io.headwater.vision.Artifact;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackboneGraphTest {

    @TempDir
    Path directory;

    private ArtifactStore store;
    private BackboneGraph graph;

    @BeforeEach
    void open() throws IOException {
        store = ArtifactStores.open("file:" + directory.resolve("store"), directory);
        graph = BackboneGraph.read(TinyModels.backbone(store), store);
    }

    private static float[] embedding(Path onnx) {
        try (InferenceSession session = InferenceSession.open(onnx, SessionOptions.cpu())) {
            Batch batch = session.newBatch();
            byte[] pixels = new byte[32 * 32 * 3];
            new Random(5).nextBytes(pixels);
            batch.slot(0).put(pixels);
            return session.embed(batch, 1).embeddings();
        }
    }

    /** Pooled over each channel, what the front gives in front of the pool is the embedding. */
    @Test
    void theFrontEndsAtTheCut() throws IOException {
        String cut = poolInput();

        assertThat(graph.shape(cut)).containsExactly(16, 8, 8);
        Path front = directory.resolve("front.onnx");
        graph.writeFront(cut, front);
        float[] activations = embedding(front);
        float[] embedding = embedding(store.fetchModel(graph.backbone().artifacts()));
        for (int channel = 0; channel < 16; channel++) {
            double sum = 0;
            for (int i = 0; i < 64; i++) {
                sum += activations[channel * 64 + i];
            }
            assertThat((double) embedding[channel]).isCloseTo(sum / 64, within(1e-5));
        }
    }

    private String poolInput() {
        return graph.graph().getNodeList().stream()
                .filter(node -> node.getOpType().equals("GlobalAveragePool"))
                .map(node -> node.getInput(0))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everythingGoesThroughEveryTensorOfAChain() {
        List<String> outputs = graph.graph().getNodeList().stream()
                .map(node -> node.getOutput(0))
                .filter(output -> !output.equals("embedding"))
                .toList();

        assertThat(graph.cuts()).isEqualTo(outputs);
        assertThat(graph.tail(poolInput()).stream().map(NodeProto::getOpType))
                .startsWith("GlobalAveragePool", "Flatten");
        assertThatThrownBy(() -> graph.tail("elsewhere")).hasMessageContaining("cannot be cut at 'elsewhere'");
    }

    @Test
    void otherWeightsMakeAnotherBackboneWithFilesOfItsOwn() throws IOException {
        String weight = graph.graph().getNodeList().stream()
                .filter(node -> node.getOpType().equals("Conv"))
                .reduce((first, last) -> last)
                .orElseThrow()
                .getInput(1);

        Backbone zero = graph.withWeights(Map.of(weight, new float[16 * 8 * 3 * 3]), store);

        assertThat(zero.name()).isEqualTo(graph.backbone().name());
        assertThat(zero.id()).isNotEqualTo(graph.backbone().id());
        assertThat(zero.artifacts())
                .extracting(Artifact::getSha256)
                .doesNotContainAnyElementsOf(graph.backbone().artifacts().stream()
                        .map(Artifact::getSha256)
                        .toList());
        assertThat(embedding(store.fetchModel(zero.artifacts())))
                .isNotEqualTo(embedding(store.fetchModel(graph.backbone().artifacts())));
        assertThat(graph.withWeights(Map.of(), store).id())
                .isEqualTo(graph.backbone().id());
    }

    @Test
    void weightsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> graph.withWeights(Map.of("nothing", new float[1]), store))
                .hasMessageContaining("no initializers [nothing]");
        String weight = graph.graph()
                .getInitializer(graph.graph().getInitializerCount() - 1)
                .getName();
        assertThatThrownBy(() -> graph.withWeights(Map.of(weight, new float[7]), store))
                .hasMessageContaining("not 7");
    }
}
