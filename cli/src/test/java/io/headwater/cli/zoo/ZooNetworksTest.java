package io.headwater.cli.zoo;

import static io.headwater.model.testing.OnnxBuilder.integer;
import static io.headwater.model.testing.OnnxBuilder.ints;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.headwater.model.ArtifactStore;
import io.headwater.model.ArtifactStores;
import io.headwater.model.Backbone;
import io.headwater.model.testing.OnnxBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Miniatures of the zoo's networks, with the operators, opsets and inputs of each family between its last convolution and
 * its output. An import runs the network, batches of one against batches of three, and so shows that the cut is right.
 */
class ZooNetworksTest {

    @TempDir
    private Path directory;

    @Test
    void torchvisionWithTheBatchReadFromTheShape() throws IOException {
        OnnxBuilder onnx = new OnnxBuilder(6, 12).input("input", "batch_size", 3, 224, 224);
        String x = onnx.node(
                "Clip",
                List.of(
                        onnx.conv("input", 3, 12, 3, 8, 1),
                        onnx.floats("min", new float[] {0}),
                        onnx.floats("max", new float[] {6})));
        x = onnx.node("GlobalAveragePool", List.of(x));
        String batch = onnx.node(
                "Gather", List.of(onnx.node("Shape", List.of(x)), onnx.longs("first", 0)), integer("axis", 0));
        String shape = onnx.node("Concat", List.of(batch, onnx.longs("rest", -1)), integer("axis", 0));
        x = onnx.node("Reshape", List.of(x, shape));
        gemm(onnx, x, "output");
        assertThat(imported(onnx.output("output", "batch_size", 10), "mobilenetv2")
                        .embeddingSize())
                .isEqualTo(12);
    }

    @Test
    void gluonOfOpsetSevenWithInitializersAsInputs() throws IOException {
        OnnxBuilder onnx = new OnnxBuilder(3, 7).input("data", "N", 3, 224, 224);
        String x = onnx.node(
                "BatchNormalization",
                List.of(
                        onnx.conv("data", 3, 4, 3, 8, 1),
                        onnx.weights(1, 4),
                        onnx.weights(0.1f, 4),
                        onnx.weights(0.1f, 4),
                        onnx.floats("variance", new float[] {1, 2, 1, 2}, 4)),
                decimal("epsilon", 1e-5f),
                decimal("momentum", 0.9f));
        x = onnx.node("GlobalAveragePool", List.of(onnx.node("Relu", List.of(x))));
        x = onnx.node("Flatten", List.of(x));
        onnx.node(
                "Gemm",
                List.of(x, onnx.weights(0.3f, 10, 4), onnx.weights(0.1f, 10)),
                "resnetv15_dense0_fwd",
                decimal("alpha", 1),
                decimal("beta", 1),
                integer("transA", 0),
                integer("transB", 1));
        onnx.output("resnetv15_dense0_fwd", "N", 10).initializersAsInputs();
        assertThat(imported(onnx, "resnet18").embeddingSize()).isEqualTo(4);
    }

    @Test
    void tensorFlowWithChannelsLastAndABatchOfOne() throws IOException {
        OnnxBuilder onnx = new OnnxBuilder(6, 11).input("images:0", 1, 224, 224, 3);
        String x = onnx.node("Transpose", List.of("images:0"), ints("perm", 0, 3, 1, 2));
        x = onnx.node("Relu", List.of(onnx.conv(x, 3, 12, 3, 32, 1)));
        x = onnx.node("AveragePool", List.of(x), ints("kernel_shape", 7, 7));
        x = onnx.node("Squeeze", List.of(x), ints("axes", 2, 3));
        x = onnx.node("MatMul", List.of(x, onnx.weights(0.3f, 12, 10)));
        x = onnx.node("Add", List.of(x, onnx.weights(0.1f, 10)));
        onnx.node("Softmax", List.of(x), "Softmax:0");
        assertThat(imported(onnx.output("Softmax:0", 1, 10), "efficientnet-lite4")
                        .embeddingSize())
                .isEqualTo(12);
    }

    private static void gemm(OnnxBuilder onnx, String features, String output) {
        onnx.node(
                "Gemm",
                List.of(features, onnx.weights(0.3f, 10, 12), onnx.weights(0.1f, 10)),
                output,
                integer("transB", 1));
    }

    private static AttributeProto decimal(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    /** Imported as the catalogue says. */
    private Backbone imported(OnnxBuilder onnx, String name) throws IOException {
        ZooModel model = ModelZoo.onnx().find(name).orElseThrow();
        Path file = onnx.write(directory.resolve(model.fileName()));
        try (ArtifactStore store =
                ArtifactStores.open("file:" + directory.resolve("artifacts"), directory.resolve("cache"))) {
            return Backbone.importOnnx(file, name, model.preprocessing(), store);
        }
    }
}
