package io.headwater.trainer.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.model.ArtifactStore;
import io.headwater.model.ArtifactStores;
import io.headwater.model.Backbone;
import io.headwater.model.BackboneGraph;
import io.headwater.model.Preprocessing;
import io.headwater.model.UnsupportedModelException;
import io.headwater.model.testing.Assets;
import io.headwater.model.testing.OnnxBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CutPointTest {

    @TempDir
    Path directory;

    private ArtifactStore store;

    @BeforeEach
    void open() {
        store = ArtifactStores.open("file:" + directory, directory);
    }

    private BackboneGraph read(Path onnx, String preprocess) throws IOException {
        return BackboneGraph.read(Backbone.importOnnx(onnx, "net", Preprocessing.parse(preprocess), store), store);
    }

    /** Stem, two residual blocks, a convolution and the pool; {@code wrap} goes between the blocks. */
    private BackboneGraph residual(String wrap) throws IOException {
        OnnxBuilder b = new OnnxBuilder(8, 13).input("input", "N", 3, 16, 16);
        String stem = b.node("Relu", List.of(b.conv("input", 3, 8, 3, 2, 1)), "stem");
        String first = b.node("Add", List.of(stem, b.conv(stem, 8, 8, 3, 1, 1)), "first");
        String between = b.node(wrap, List.of(first), "between");
        String second = b.node("Add", List.of(between, b.conv(between, 8, 8, 3, 1, 1)), "second");
        String last = b.node("Relu", List.of(b.conv(second, 8, 12, 1, 1, 1)), "last");
        String features = b.node("Flatten", List.of(b.node("GlobalAveragePool", List.of(last))), "features");
        b.node("Gemm", List.of(features, b.weights(0.3f, 12, 5)), "logits");
        b.output("logits", "N", 5);
        return read(b.write(directory.resolve("residual.onnx")), "tf,size=16,resize=stretch");
    }

    @Test
    void countsBlocksByResidualAdditions() throws IOException {
        BackboneGraph graph = residual("Relu");

        assertThat(CutPoint.choose(graph, "last-1-blocks").tensor()).isEqualTo("second");
        CutPoint cut = CutPoint.choose(graph, "last-2-blocks");
        assertThat(cut.tensor()).isEqualTo("first");
        assertThat(cut.shape()).containsExactly(8, 8, 8);
        assertThat(CutPoint.choose(graph, "stem").tensor()).isEqualTo("stem");
    }

    @Test
    void saysHowManyBlocksThereAre() throws IOException {
        BackboneGraph graph = residual("Relu");

        assertThatThrownBy(() -> CutPoint.choose(graph, "last-3-blocks"))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("last-1-blocks to last-2-blocks");
    }

    @Test
    void namesAnUnsupportedOperatorAndTheNearestCutBehindIt() throws IOException {
        BackboneGraph graph = residual("Softplus");

        assertThatThrownBy(() -> CutPoint.choose(graph, "stem"))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("operator Softplus ('between')")
                .hasMessageContaining("the nearest cut that works is 'between'");
    }

    @Test
    void refusesTensorsThatTheImageCanBypass() throws IOException {
        BackboneGraph graph = residual("Relu");
        String inside = graph.graph().getNodeList().stream()
                .filter(node -> node.getOutput(0).equals("second"))
                .findFirst()
                .orElseThrow()
                .getInput(1);

        assertThatThrownBy(() -> CutPoint.choose(graph, inside))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("not everything goes through that tensor");
        assertThatThrownBy(() -> CutPoint.choose(graph, "block_99_add")).hasMessageContaining("no such tensor");
        assertThatThrownBy(() -> CutPoint.choose(graph, "features")).hasMessageContaining("holds no weights");
    }

    /** The backbone that comes with Headwater is plain: its blocks are convolutions, the lower stages' pools join last. */
    @Test
    void countsBlocksOfAPlainNetworkByConvolutions() throws IOException {
        BackboneGraph graph = BackboneGraph.read(Backbone.builtIn(store), store);

        assertThat(CutPoint.choose(graph, "last-1-blocks").tensor()).startsWith("lower_");
        assertThat(CutPoint.choose(graph, "last-2-blocks").tensor())
                .isNotEqualTo(CutPoint.choose(graph, "last-1-blocks").tensor());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            mobilenetv2_1.0_224.onnx          | tf,size=224         | last-1-blocks | block_15_add
            mobilenetv2_1.0_224.onnx          | tf,size=224         | last-2-blocks | block_14_add
            resnet20_cifar10.onnx             | torchvision,size=32 | last-1-blocks | /layer3/layer3.1/Add_output_0
            mobilenetv1_0.25_128_dequant.onnx | tf,size=128         | last-2-blocks |
            """)
    void findsTheBlocksOfRealNetworks(String file, String preprocess, String from, String tensor) throws IOException {
        BackboneGraph graph = read(Assets.require("weights/" + file), preprocess);

        CutPoint cut = CutPoint.choose(graph, from);

        assertThat(graph.cuts()).contains(cut.tensor());
        if (tensor != null) {
            assertThat(cut.tensor()).isEqualTo(tensor);
        }
    }
}
