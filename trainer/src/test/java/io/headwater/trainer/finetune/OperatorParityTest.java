package io.headwater.trainer.finetune;

import static io.headwater.model.testing.OnnxBuilder.integer;
import static io.headwater.model.testing.OnnxBuilder.ints;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.onnx.proto.OnnxMl.AttributeProto;
import com.google.protobuf.ByteString;
import io.headwater.model.ArtifactStore;
import io.headwater.model.ArtifactStores;
import io.headwater.model.Backbone;
import io.headwater.model.BackboneGraph;
import io.headwater.model.Batch;
import io.headwater.model.InferenceSession;
import io.headwater.model.Preprocessing;
import io.headwater.model.SessionOptions;
import io.headwater.model.testing.OnnxBuilder;
import io.headwater.trainer.internal.tail.TailGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every operator of a tail, in small networks, gives what ONNX Runtime gives. */
class OperatorParityTest {

    private static final int SIZE = 13;
    private static final int CHANNELS = 6;
    private static final int IMAGES = 3;

    @TempDir
    Path directory;

    /** Adds nodes behind a tensor [N, 6, 13, 13] and returns the last one's output. */
    private interface Body extends BiFunction<OnnxBuilder, String, String> {}

    private record Case(int opset, Body body) {}

    @TestFactory
    Stream<DynamicTest> operators() {
        Map<String, Case> cases = new LinkedHashMap<>();
        cases.put(
                "depthwise Conv, stride 2, asymmetric pads",
                new Case(13, (b, x) -> conv(b, x, CHANNELS, ints("strides", 2, 2), ints("pads", 0, 0, 1, 1))));
        cases.put(
                "Conv in two groups with dilation",
                new Case(13, (b, x) -> conv(b, x, 2, ints("dilations", 2, 2), ints("pads", 2, 1, 2, 1))));
        for (String auto : List.of("SAME_UPPER", "SAME_LOWER", "VALID")) {
            cases.put(
                    "Conv with auto_pad " + auto,
                    new Case(13, (b, x) -> conv(b, x, 1, ints("strides", 2, 2), text("auto_pad", auto))));
        }
        cases.put(
                "BatchNormalization",
                new Case(
                        15,
                        (b, x) -> b.node(
                                "BatchNormalization",
                                List.of(
                                        x,
                                        b.weights(1, 6),
                                        b.weights(1, 6),
                                        b.weights(1, 6),
                                        b.floats("var", new float[] {1, 2, 3, 0.5f, 4, 1}, 6)),
                                number("epsilon", 1e-3f))));
        cases.put(
                "Clip by attributes",
                new Case(10, (b, x) -> b.node("Clip", List.of(x), number("min", 0), number("max", 0.6f))));
        cases.put(
                "Clip by inputs",
                new Case(
                        13,
                        (b, x) -> b.node(
                                "Clip",
                                List.of(x, b.floats("lo", new float[] {-0.1f}), b.floats("hi", new float[] {0.3f})))));
        cases.put(
                "Clip from below",
                new Case(13, (b, x) -> b.node("Clip", List.of(x, b.floats("lo", new float[] {0.1f})))));
        for (String op :
                List.of("Relu", "Sigmoid", "HardSwish", "HardSigmoid", "Tanh", "LeakyRelu", "Identity", "Dropout")) {
            cases.put(op, new Case(14, (b, x) -> b.node(op, List.of(x))));
        }
        cases.put(
                "HardSigmoid of MobileNetV3",
                new Case(14, (b, x) -> b.node("HardSigmoid", List.of(x), number("alpha", 1 / 6f))));
        cases.put("squeeze and excitation", new Case(13, OperatorParityTest::squeezeAndExcitation));
        cases.put("Sub, Div, Mul, Add of constants", new Case(13, (b, x) -> {
            String y = b.node("Sub", List.of(b.weights(1, 1, 6, 1, 1), x));
            y = b.node("Div", List.of(y, b.floats("div", new float[] {3}, 1)));
            return b.node("Add", List.of(b.node("Mul", List.of(y, y)), b.floats("one", new float[] {1})));
        }));
        cases.put(
                "ReduceMean by attribute",
                new Case(13, (b, x) -> b.node("ReduceMean", List.of(x), ints("axes", -1, -2), integer("keepdims", 0))));
        cases.put(
                "ReduceMean by input",
                new Case(
                        18, (b, x) -> b.node("ReduceMean", List.of(x, b.longs("axes", 2, 3)), integer("keepdims", 1))));
        cases.put("ReduceMax", new Case(13, (b, x) -> b.node("ReduceMax", List.of(x), ints("axes", 2, 3))));
        cases.put(
                "GlobalMaxPool beside GlobalAveragePool",
                new Case(
                        13,
                        (b, x) -> b.node(
                                "Concat",
                                List.of(b.node("GlobalMaxPool", List.of(x)), b.node("GlobalAveragePool", List.of(x))),
                                integer("axis", 1))));
        cases.put(
                "MaxPool",
                new Case(
                        13,
                        (b, x) -> b.node(
                                "MaxPool",
                                List.of(x),
                                ints("kernel_shape", 3, 3),
                                ints("strides", 2, 2),
                                ints("pads", 1, 1, 0, 1))));
        cases.put(
                "MaxPool with ceil_mode",
                new Case(
                        13,
                        (b, x) -> b.node(
                                "MaxPool",
                                List.of(x),
                                ints("kernel_shape", 2, 2),
                                ints("strides", 2, 2),
                                integer("ceil_mode", 1))));
        for (int include = 0; include < 2; include++) {
            long count = include;
            cases.put(
                    "AveragePool, count_include_pad " + include,
                    new Case(
                            13,
                            (b, x) -> b.node(
                                    "AveragePool",
                                    List.of(x),
                                    ints("kernel_shape", 3, 3),
                                    ints("strides", 2, 2),
                                    ints("pads", 1, 1, 1, 1),
                                    integer("count_include_pad", count))));
        }
        cases.put(
                "AveragePool with auto_pad",
                new Case(
                        13,
                        (b, x) -> b.node(
                                "AveragePool",
                                List.of(x),
                                ints("kernel_shape", 2, 2),
                                ints("strides", 2, 2),
                                text("auto_pad", "SAME_UPPER"))));
        cases.put("Reshape by a chain from Shape", new Case(13, OperatorParityTest::reshapeByShape));
        cases.put("Squeeze and Unsqueeze", new Case(13, (b, x) -> {
            String pooled = b.node("GlobalAveragePool", List.of(x));
            String flat = b.node("Squeeze", List.of(pooled, b.longs("axes", -1, -2)));
            return b.node("Unsqueeze", List.of(flat, b.longs("back", 2, 3)));
        }));
        cases.put(
                "Squeeze by attribute",
                new Case(
                        11,
                        (b, x) -> b.node(
                                "Squeeze", List.of(b.node("GlobalAveragePool", List.of(x))), ints("axes", 2, 3))));
        cases.put("Transpose, Cast, MatMul", new Case(13, (b, x) -> {
            String last = b.node("Transpose", List.of(x), ints("perm", 0, 2, 3, 1));
            String same = b.node("Cast", List.of(last), integer("to", 1));
            String product = b.node("MatMul", List.of(same, b.weights(0.5f, 6, 4)));
            return b.node("Transpose", List.of(product), ints("perm", 0, 3, 1, 2));
        }));
        cases.put("Slice and Pad", new Case(13, (b, x) -> {
            String sliced = b.node(
                    "Slice",
                    List.of(
                            x,
                            b.longs("starts", 0, 1),
                            b.longs("ends", Long.MAX_VALUE, -1),
                            b.longs("axes", 2, 3),
                            b.longs("steps", 2, 3)));
            return b.node("Pad", List.of(sliced, b.longs("pads", 0, 2, 0, 1, 0, 3, 0, 0)));
        }));
        cases.put("Gemm", new Case(13, (b, x) -> {
            String flat = b.node("Flatten", List.of(b.node("GlobalAveragePool", List.of(x))));
            return b.node(
                    "Gemm",
                    List.of(flat, b.weights(0.5f, 9, 6), b.weights(0.5f, 9)),
                    integer("transB", 1),
                    number("alpha", 0.5f),
                    number("beta", 2));
        }));
        cases.put("Gemm without bias", new Case(13, (b, x) -> {
            String flat = b.node("Flatten", List.of(b.node("GlobalAveragePool", List.of(x))));
            return b.node("Gemm", List.of(flat, b.weights(0.5f, 6, 9)));
        }));
        cases.put(
                "weights behind an Identity",
                new Case(
                        13,
                        (b, x) ->
                                b.node("Conv", List.of(x, b.node("Identity", List.of(b.weights(0.3f, 4, 6, 1, 1)))))));
        return cases.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> compare(each.getValue())));
    }

    private static String conv(OnnxBuilder b, String x, int groups, AttributeProto... attributes) {
        AttributeProto[] all = Arrays.copyOf(attributes, attributes.length + 1);
        all[attributes.length] = integer("group", groups);
        String weight = b.weights(0.3f, 6, CHANNELS / groups, 3, 3);
        return b.node("Conv", List.of(x, weight, b.weights(0.3f, 6)), all);
    }

    private static String squeezeAndExcitation(OnnxBuilder b, String x) {
        String pooled = b.node("GlobalAveragePool", List.of(x));
        String less = b.node("Relu", List.of(b.conv(pooled, CHANNELS, 2, 1, 1, 1)));
        String gate = b.node("HardSigmoid", List.of(b.conv(less, 2, CHANNELS, 1, 1, 1)));
        return b.node("Mul", List.of(gate, x));
    }

    private static String reshapeByShape(OnnxBuilder b, String x) {
        String shape = b.node("Shape", List.of(x));
        String batch = b.node("Gather", List.of(shape, b.longs("zero", 0)), integer("axis", 0));
        String area = b.node("Slice", List.of(shape, b.longs("two", 2), b.longs("three", 3), b.longs("axis", 0)));
        String product = b.node("Mul", List.of(area, area));
        String channels = b.node("Div", List.of(b.longs("twelve", 12), b.longs("half", 2)));
        String target = b.node("Concat", List.of(batch, channels, product), integer("axis", 0));
        String rows = b.node("Reshape", List.of(x, target));
        return b.node("ReduceMean", List.of(rows), ints("axes", 2), integer("keepdims", 0));
    }

    private static AttributeProto number(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    private static AttributeProto text(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    private void compare(Case each) throws IOException {
        OnnxBuilder builder = new OnnxBuilder(8, each.opset()).input("input", "N", 3, SIZE, SIZE);
        String stem = builder.node("Tanh", List.of(builder.conv("input", 3, CHANNELS, 3, 1, 1)), "stem");
        String output = each.body().apply(builder, stem);
        String features = builder.node("Flatten", List.of(output), "features");
        builder.output(features, "N", "D");
        // An output called embedding makes the graph a feature extractor: nothing is cut off.
        builder.node("Identity", List.of(features), "embedding");
        builder.graph().clearOutput();
        builder.output("embedding", "N", "D");
        try (ArtifactStore store = ArtifactStores.open("file:" + directory, directory)) {
            Path file = builder.write(directory.resolve("net.onnx"));
            Preprocessing preprocessing = Preprocessing.parse("tf,resize=stretch,size=" + SIZE);
            BackboneGraph graph = BackboneGraph.read(Backbone.importOnnx(file, "net", preprocessing, store), store);
            Path front = directory.resolve("front.onnx");
            graph.writeFront(stem, front);

            float[] expected = embeddings(store.fetchModel(graph.backbone().artifacts()));
            try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
                    TailGraph tail = new TailGraph(graph, stem, graph.shape(stem), manager)) {
                float[] actual = tail.forward(manager, embeddings(front)).toFloatArray();
                assertThat(actual).hasSameSizeAs(expected).containsExactly(expected, within(1e-5f));
            }
        }
    }

    private static float[] embeddings(Path onnx) {
        try (InferenceSession session =
                InferenceSession.open(onnx, SessionOptions.cpu().withMaxBatch(IMAGES))) {
            Batch batch = session.newBatch();
            byte[] pixels = new byte[SIZE * SIZE * 3];
            Random random = new Random(3);
            for (int i = 0; i < IMAGES; i++) {
                random.nextBytes(pixels);
                batch.slot(i).put(pixels);
            }
            return session.embed(batch, IMAGES).embeddings();
        }
    }
}
