package io.headwater.model.internal.quantisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import io.headwater.model.UnsupportedModelException;
import io.headwater.model.internal.runtime.OnnxRuntime;
import io.headwater.model.testing.OnnxBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two images of two by two pixels, and numbers that a pencil gives. */
class QuantisedModelTest {

    private static final int SIZE = 2;

    @TempDir
    Path directory;

    /** Every pixel 0, then every pixel 255. */
    private static void images(Consumer<ByteBuffer> calibrator) {
        for (int value : new int[] {0, 255}) {
            calibrator.accept(image(value));
        }
    }

    private static ByteBuffer image(int value) {
        ByteBuffer image = ByteBuffer.allocateDirect(SIZE * SIZE * 3);
        while (image.hasRemaining()) {
            image.put((byte) value);
        }
        return image.flip();
    }

    /** Pixels / 255 go through one convolution of 1 × 1: two filters over the sum of red, and over green and blue. */
    private static OnnxBuilder network(int opset) {
        OnnxBuilder onnx = new OnnxBuilder(8, opset);
        onnx.graph().addInput(OnnxBuilder.value("image", DataType.UINT8, "batch", SIZE, SIZE, 3));
        String floats = onnx.node("Cast", List.of("image"), OnnxBuilder.integer("to", DataType.FLOAT.getNumber()));
        String unit = onnx.node("Div", List.of(floats, onnx.floats("std", new float[] {255}, 1)));
        onnx.node("Transpose", List.of(unit), "x", OnnxBuilder.ints("perm", 0, 3, 1, 2));
        onnx.floats("w", new float[] {1, 0, 0.25f, 0, -0.5f, 0.126f}, 2, 3, 1, 1);
        onnx.floats("b", new float[] {0.25f, 1}, 2);
        return onnx;
    }

    private static ModelProto pooled(OnnxBuilder onnx, String from) {
        String pooled = onnx.node("GlobalAveragePool", List.of(from));
        onnx.node("Flatten", List.of(pooled), "embedding");
        return onnx.output("embedding", "batch", 2).build();
    }

    private static ModelProto quantised(ModelProto model) {
        return QuantisedModel.of(model, SIZE, 1, QuantisedModelTest::images);
    }

    @Test
    void weightsBiasAndRangesAreWhatOneComputesByHand() {
        OnnxBuilder onnx = network(13);
        onnx.node("Relu", List.of(onnx.node("Conv", List.of("x", "w", "b"), "y")), "z");
        GraphProto graph = quantised(pooled(onnx, "z")).getGraph();

        // Largest weights 1 and 0.5, over 127 steps.
        assertThat(floats(graph, "headwater.int8.y.weight.scale"))
                .containsExactly(new float[] {1 / 127f, 0.5f / 127}, within(1e-8f));
        // 0.25 · 127 = 31.75; 0.126 · 254 = 32.004.
        assertThat(tensor(graph, "headwater.int8.y.weight").getRawData().toByteArray())
                .containsExactly(127, 0, 32, 0, -127, 32);
        // x goes from 0 to 1: nothing is negative, so 0 is the byte 0.
        assertThat(floats(graph, "headwater.int8.x.scale")).containsExactly(new float[] {1 / 255f}, within(1e-8f));
        assertThat(tensor(graph, "headwater.int8.x.zero").getRawData().toByteArray())
                .containsExactly(0);
        // The mean of x is 0.5. Rounding 31.75 to 32 adds 0.25/127 to a weight, so half of it leaves the bias:
        // (0.25 - 0.125/127) · 127 · 255 = 8064.375. The other: (1 + 0.5 · 0.004/254) · 254 · 255 = 64770.51.
        assertThat(integers(graph, "headwater.int8.y.bias")).containsExactly(8064, 64771);
        // The outputs are 0.25 and 1, then 1.5 and 0.626.
        assertThat(floats(graph, "headwater.int8.z.scale")[0]).isBetween(1.4f / 255, 1.5001f / 255);
        assertThat(graph.getNodeList()).extracting(NodeProto::getOpType).doesNotContain("Relu");
    }

    @Test
    void pixelsThatAreAllNormalisedAlikeStayTheBytesThatTheyAre() throws Exception {
        ModelProto model = normalised(127.5f, 127.5f, 127.5f);
        ModelProto quantised = quantised(model);
        GraphProto graph = quantised.getGraph();

        assertThat(graph.getNodeList()).extracting(NodeProto::getOpType).doesNotContain("Cast", "Sub", "Div");
        assertThat(floats(graph, "headwater.int8.unit.scale")).containsExactly(1 / 127.5f);
        assertThat(tensor(graph, "headwater.int8.unit.zero").getRawData().toByteArray())
                .containsExactly((byte) 128);
        // The byte stands for (pixel - 128) / 127.5: each weight is to be added 0.5 / 127.5 times, half a unit of the
        // bias.
        // 0.25 · 127 · 127.5 + 0.5 (127 + 32) = 4127.625. The mean of the input is 0.
        assertThat(integers(graph, "headwater.int8.y.bias")[0]).isEqualTo(4128);
        for (int value : new int[] {0, 255}) {
            assertThat(run(quantised, value, null)).containsExactly(run(model, value, null), within(0.02f));
        }
    }

    @Test
    void pixelsThatAreNotNormalisedStayTheBytesThatTheyAre() throws Exception {
        OnnxBuilder onnx = new OnnxBuilder(8, 13);
        onnx.graph().addInput(OnnxBuilder.value("image", DataType.UINT8, "batch", SIZE, SIZE, 3));
        onnx.node("Cast", List.of("image"), "raw", OnnxBuilder.integer("to", DataType.FLOAT.getNumber()));
        ModelProto model = convolved(onnx, "raw");
        ModelProto quantised = quantised(model);

        assertThat(quantised.getGraph().getNodeList())
                .extracting(NodeProto::getOpType)
                .doesNotContain("Cast");
        assertThat(floats(quantised.getGraph(), "headwater.int8.raw.scale")).containsExactly(1);
        for (int value : new int[] {0, 255}) {
            assertThat(run(quantised, value, null)).containsExactly(run(model, value, null), within(1f));
        }
    }

    @Test
    void pixelsWhoseChannelsAreNormalisedDifferentlyAreRounded() throws Exception {
        ModelProto model = normalised(120, 110, 100);
        ModelProto quantised = quantised(model);

        assertThat(quantised.getGraph().getNodeList())
                .extracting(NodeProto::getOpType)
                .contains("Cast", "Sub", "Div");
        for (int value : new int[] {0, 255}) {
            assertThat(run(quantised, value, null)).containsExactly(run(model, value, null), within(0.02f));
        }
    }

    /** (Pixels - means) / 127.5 go through the same convolution. */
    private static ModelProto normalised(float... means) {
        OnnxBuilder onnx = new OnnxBuilder(8, 13);
        onnx.graph().addInput(OnnxBuilder.value("image", DataType.UINT8, "batch", SIZE, SIZE, 3));
        String floats = onnx.node("Cast", List.of("image"), OnnxBuilder.integer("to", DataType.FLOAT.getNumber()));
        String centred = onnx.node("Sub", List.of(floats, onnx.floats("mean", means, 3)));
        onnx.node("Div", List.of(centred, onnx.floats("std", new float[] {127.5f}, 1)), "unit");
        return convolved(onnx, "unit");
    }

    private static ModelProto convolved(OnnxBuilder onnx, String pixels) {
        onnx.node("Transpose", List.of(pixels), "x", OnnxBuilder.ints("perm", 0, 3, 1, 2));
        onnx.floats("w", new float[] {1, 0, 0.25f, 0, -0.5f, 0.126f}, 2, 3, 1, 1);
        onnx.floats("b", new float[] {0.25f, 1}, 2);
        return pooled(onnx, onnx.node("Conv", List.of("x", "w", "b"), "y"));
    }

    @Test
    void aRangeAlwaysHoldsZeroExactly() {
        assertThat(ByteScale.of(-1, 3)).isEqualTo(new ByteScale(4 / 255f, 64));
        assertThat(ByteScale.of(2, 5.1)).isEqualTo(new ByteScale((float) (5.1 / 255), 0));
        assertThat(ByteScale.of(-2.55, -1)).isEqualTo(new ByteScale(0.01f, 255));
        assertThat(ByteScale.of(0, 0)).isEqualTo(new ByteScale((float) (1.0 / 255), 0));
    }

    @Test
    void aRareLargeValueIsCutOffWhereTheOthersGainByIt() {
        ActivationStatistics statistics = new ActivationStatistics();
        float[] values = new float[1_000_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / (float) values.length;
        }
        values[0] = 2;
        statistics.add(FloatBuffer.wrap(values), new long[] {1, 1, 1000, 1000});
        // One value of a million loses up to 1, squared; half the step saves 3/4 of 2²/255²/12 on each other.
        assertThat(statistics.scale().scale()).isBetween(0.99f / 255, 1.2f / 255);

        float[] few = {0, 0.5f, 1, 2};
        ActivationStatistics all = new ActivationStatistics();
        all.add(FloatBuffer.wrap(few), new long[] {1, 2, 2});
        assertThat(all.scale().scale()).isCloseTo(2 / 255f, within(1e-6f));
        assertThat(all.channelMeans()).containsExactly(0.25f, 1.5f);
    }

    @Test
    void batchNormalisationIsFoldedIntoItsConvolution() {
        OnnxBuilder onnx = network(13);
        onnx.node("Conv", List.of("x", "w", "b"), "y");
        String norm = onnx.node(
                "BatchNormalization",
                List.of(
                        "y",
                        onnx.floats("gamma", new float[] {2, 1}, 2),
                        onnx.floats("beta", new float[] {0.5f, 0}, 2),
                        onnx.floats("mean", new float[] {0.25f, 2}, 2),
                        onnx.floats("variance", new float[] {3.75f, 0}, 2)),
                AttributeProto.newBuilder()
                        .setName("epsilon")
                        .setType(AttributeProto.AttributeType.FLOAT)
                        .setF(0.25f)
                        .build());
        GraphProto folded = BatchNormFolding.fold(pooled(onnx, norm).getGraph());

        assertThat(folded.getNodeList()).extracting(NodeProto::getOpType).doesNotContain("BatchNormalization");
        // The factors are 2 / √4 = 1 and 1 / √0.25 = 2; the biases (0.25 - 0.25) · 1 + 0.5 and (1 - 2) · 2.
        assertThat(floats(folded, "headwater.folded." + norm + ".weight")).containsExactly(1, 0, 0.25f, 0, -1, 0.252f);
        assertThat(floats(folded, "headwater.folded." + norm + ".bias")).containsExactly(0.5f, -2);
    }

    /** Opset 9 has Clip's bounds as attributes, and no scales by channel. */
    @Test
    void anOlderNetworkIsBroughtToOpset13AndRunsInIntegers() throws Exception {
        OnnxBuilder onnx = network(9);
        onnx.node(
                "Clip",
                List.of(onnx.node("Conv", List.of("x", "w", "b"), "y")),
                "c",
                decimal("min", 0),
                decimal("max", 1));
        onnx.floats("w2", new float[] {0.5f, 0.5f, 1, -1}, 2, 2, 1, 1);
        String second = onnx.node("Conv", List.of("c", "w2"), "y2");
        onnx.node("Relu", List.of(onnx.node("Add", List.of(second, "c"), "sum")), "r");
        onnx.floats("w3", new float[] {1, 0, 0, 1}, 2, 2, 1, 1);
        onnx.node("Conv", List.of("r", "w3"), "y3");
        ModelProto model = pooled(onnx, "y3");

        ModelProto quantised = quantised(model);

        assertThat(quantised.getOpsetImport(0).getVersion()).isEqualTo(13);
        for (int value : new int[] {0, 255}) {
            assertThat(run(quantised, value, null)).containsExactly(run(model, value, null), within(0.02f));
        }
        Path optimised = directory.resolve("optimised.onnx");
        run(quantised, 0, optimised);
        assertThat(ModelProto.parseFrom(Files.readAllBytes(optimised))
                        .getGraph()
                        .getNodeList())
                .extracting(NodeProto::getOpType)
                .contains("QLinearConv", "QLinearAdd")
                .doesNotContain("Conv", "Add", "Clip", "Relu");
    }

    @Test
    void anOperatorThatCannotBeBroughtThereIsNamed() {
        OnnxBuilder onnx = network(9);
        onnx.node("Softmax", List.of(onnx.node("Conv", List.of("x", "w", "b"), "y")), "s");
        ModelProto model = pooled(onnx, "s");
        assertThatThrownBy(() -> quantised(model))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("Softmax")
                .hasMessageContaining("opset 9");
    }

    private static AttributeProto decimal(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    private static float[] run(ModelProto model, int value, Path optimised) throws Exception {
        long[] shape = {1, SIZE, SIZE, 3};
        try (OrtSession.SessionOptions options = OnnxRuntime.cpuOptions(1)) {
            if (optimised != null) {
                options.setOptimizedModelFilePath(optimised.toString());
            }
            try (OrtSession session = OnnxRuntime.environment().createSession(model.toByteArray(), options);
                    OnnxTensor input = OnnxTensor.createTensor(
                            OnnxRuntime.environment(), image(value), shape, OnnxJavaType.UINT8);
                    OrtSession.Result result = session.run(Map.of("image", input))) {
                return ((float[][]) result.get(0).getValue())[0];
            }
        }
    }

    private static TensorProto tensor(GraphProto graph, String name) {
        return graph.getInitializerList().stream()
                .filter(tensor -> tensor.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no initializer " + name));
    }

    private static ByteBuffer raw(GraphProto graph, String name) {
        return tensor(graph, name).getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static float[] floats(GraphProto graph, String name) {
        FloatBuffer raw = raw(graph, name).asFloatBuffer();
        float[] values = new float[raw.remaining()];
        raw.get(values);
        return values;
    }

    private static int[] integers(GraphProto graph, String name) {
        var raw = raw(graph, name).asIntBuffer();
        int[] values = new int[raw.remaining()];
        raw.get(values);
        return values;
    }
}
