package io.headwater.model;

import static io.headwater.model.testing.OnnxBuilder.integer;
import static io.headwater.model.testing.OnnxBuilder.ints;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.headwater.model.testing.OnnxBuilder;
import io.headwater.model.testing.PlainOnnx;
import io.headwater.model.testing.TinyModels;
import io.headwater.vision.Artifact;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Classifiers in miniature, put together as the exporters of well-known families do. */
class BackboneImportTest {

    private static final int SIZE = 32;
    private static final Preprocessing TF = Preprocessing.parse("tf,size=32,resize=stretch");

    @TempDir
    Path directory;

    private ArtifactStore store;

    @BeforeEach
    void open() {
        store = ArtifactStores.open("file:" + directory.resolve("store"), directory);
    }

    /**
     * A network to import.
     *
     * @param input its input
     * @param features the tensor that the embedding must equal
     * @param onnx makes the network
     */
    record Family(String name, String input, String features, Supplier<OnnxBuilder> onnx) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Family> families() {
        return Stream.of(
                new Family("Gemm behind Flatten", "input", "features", TinyModels::classifier),
                new Family("residual, torch", "input", "pooled", BackboneImportTest::residual),
                new Family(
                        "squeeze-excite and hard swish, MobileNetV3",
                        "pixels",
                        "features",
                        BackboneImportTest::mobileNetV3),
                new Family(
                        "MatMul and Add behind a mean, EfficientNet of Keras",
                        "input_1",
                        "pooled",
                        BackboneImportTest::keras),
                new Family("old IR, initializers as inputs, Reshape", "data", "features", BackboneImportTest::oldZoo),
                new Family("Dropout before the classifier", "input", "features", BackboneImportTest::dropout),
                new Family("two dense layers, VGG", "input", "hidden", BackboneImportTest::vgg),
                new Family("tensors with our names", "image", "probabilities", BackboneImportTest::ourNames));
    }

    /** The features of the original network, computed without any code of ours, are the embedding. */
    @ParameterizedTest
    @MethodSource("families")
    void givesTheFeaturesOfTheOriginal(Family family) throws IOException {
        OnnxBuilder original = family.onnx.get();
        Path file = original.write(directory.resolve("network.onnx"));
        byte[] pixels = pixels(3);

        Backbone backbone = Backbone.importOnnx(file, "net", TF, store);

        ModelProto model = PlainOnnx.exposing(original.build(), family.features);
        float[] expected = family.input.equals("input_1")
                ? PlainOnnx.run(model, "input_1", channelsLast(pixels), new long[] {3, SIZE, SIZE, 3}, family.features)
                : PlainOnnx.run(
                        model,
                        family.input,
                        PlainOnnx.channelsFirst(pixels, 3, SIZE, TF.mean(), TF.std(), false),
                        new long[] {3, 3, SIZE, SIZE},
                        family.features);
        assertThat(embed(backbone, pixels, 3)).containsExactly(expected, within(1e-5f));
        assertThat(backbone.embeddingSize()).isEqualTo(expected.length / 3);
    }

    /** Exported for one image at a time, with that written into the shapes: it takes batches all the same. */
    @Test
    void makesAFixedBatchDynamic() throws IOException {
        Path file = fixedBatch().write(directory.resolve("fixed.onnx"));
        byte[] pixels = pixels(3);
        float[] input = PlainOnnx.channelsFirst(pixels, 3, SIZE, TF.mean(), TF.std(), false);

        Backbone backbone = Backbone.importOnnx(file, "fixed", TF, store);

        float[] together = embed(backbone, pixels, 3);
        ModelProto original = PlainOnnx.exposing(fixedBatch().build(), "features");
        for (int i = 0; i < 3; i++) {
            float[] one = Arrays.copyOfRange(input, i * input.length / 3, (i + 1) * input.length / 3);
            float[] expected = PlainOnnx.run(original, "input", one, new long[] {1, 3, SIZE, SIZE}, "features");
            assertThat(Arrays.copyOfRange(together, i * 12, (i + 1) * 12)).containsExactly(expected, within(1e-5f));
        }
    }

    @ParameterizedTest
    @CsvSource({"raw, ''", "unit, Div", "caffe, Sub", "tf, Sub Div"})
    void preparesPixelsAsThePresetSaysAndNoMore(String preset, String operators) throws IOException {
        Path file = TinyModels.classifier().write(directory.resolve("network.onnx"));
        Preprocessing preprocessing = Preprocessing.named(preset, SIZE);
        byte[] pixels = pixels(2);

        Backbone backbone = Backbone.importOnnx(file, preset, preprocessing, store);

        assertThat(graph(backbone).getNodeList().stream()
                        .map(NodeProto::getOpType)
                        .filter(List.of("Sub", "Div")::contains))
                .containsExactly(operators.isEmpty() ? new String[0] : operators.split(" "));
        float[] input = PlainOnnx.channelsFirst(
                pixels, 2, SIZE, preprocessing.mean(), preprocessing.std(), preprocessing.bgr());
        ModelProto original = PlainOnnx.exposing(TinyModels.classifier().build(), "features");
        float[] expected = PlainOnnx.run(original, "input", input, new long[] {2, 3, SIZE, SIZE}, "features");
        assertThat(embed(backbone, pixels, 2)).containsExactly(expected, within(1e-3f));
    }

    private GraphProto graph(Backbone backbone) throws IOException {
        Path model = store.fetch(backbone.artifacts().get(0));
        return ModelProto.parseFrom(Files.readAllBytes(model)).getGraph();
    }

    /** Constants of three numbers give the same embeddings, and take ten times as long. */
    @Test
    void computesThePreprocessingByRows() throws IOException {
        Path file = TinyModels.classifier().write(directory.resolve("network.onnx"));

        Backbone backbone = Backbone.importOnnx(file, "net", TF, store);

        assertThat(graph(backbone).getInitializerList())
                .filteredOn(tensor -> List.of("headwater.mean", "headwater.std").contains(tensor.getName()))
                .hasSize(2)
                .allSatisfy(tensor -> assertThat(tensor.getDimsList()).containsExactly(1L, 1L, (long) SIZE, 3L));
    }

    @Test
    void keepsLargeWeightsInAFileOfTheirOwn() throws IOException {
        Path file = TinyModels.classifier().write(directory.resolve("network.onnx"));

        Backbone backbone = Backbone.importOnnx(file, "net", TF, store);

        assertThat(backbone.artifacts()).extracting(a -> a.getRole()).containsExactly("model", "weights");
        // 8 filters of 3 x 3 x 3 are below the kilobyte and stay; 16 of 8 x 3 x 3 floats do not.
        assertThat(store.fetch(backbone.artifacts().get(1))).hasSize(16 * 8 * 3 * 3 * 4);
        assertThat(backbone.id())
                .isEqualTo("net@" + backbone.artifacts().get(0).getSha256().substring(0, 12));
        assertThat(Files.readString(store.fetch(backbone.artifacts().get(0)), StandardCharsets.ISO_8859_1))
                .doesNotContain("stack trace of the exporter");
    }

    @Test
    void givesTheSameBytesForTheSameNetwork() throws IOException {
        Path file = TinyModels.classifier().write(directory.resolve("network.onnx"));

        assertThat(Backbone.importOnnx(file, "net", TF, store)).isEqualTo(Backbone.importOnnx(file, "net", TF, store));
    }

    /** What was imported once can be imported again, weights outside and all. */
    @Test
    void readsExternalData() throws IOException {
        Backbone first =
                Backbone.importOnnx(TinyModels.classifier().write(directory.resolve("n.onnx")), "net", TF, store);
        List<Artifact> version = new ModelPackager(store)
                .assemble(first, TinyModels.randomHead(List.of("a", "b"), 1), List.of("a", "b"), "default", 1);
        Path weights = store.fetch(version.get(1));
        Path copy = Files.createDirectory(directory.resolve("copy"));
        Path model = Files.copy(store.fetch(version.get(0)), copy.resolve("model.onnx"));

        assertRejected(model, TF, "keeps the weights", weights.getFileName().toString(), "put that file beside it");
        Files.write(copy.resolve(weights.getFileName()), new byte[10]);
        assertRejected(model, TF, "does not hold them");
    }

    @Test
    void saysWhyANetworkCannotServe() throws IOException {
        OnnxBuilder squeezeNet = new OnnxBuilder(8, 13).input("input", "N", 3, SIZE, SIZE);
        squeezeNet.node("GlobalAveragePool", List.of(squeezeNet.conv("input", 3, 10, 1, 1, 1)), "logits");
        squeezeNet.output("logits", "N", 10, 1, 1);
        assertRejected(squeezeNet, TF, "squeezenet.onnx", "does not end in a Gemm or MatMul", "'embedding'");

        OnnxBuilder grey = new OnnxBuilder(8, 13).input("input", "N", 1, 28, 28);
        grey.node("Flatten", List.of("input"), "flat");
        grey.node("Gemm", List.of("flat", grey.weights(1, 784, 10)), "logits");
        assertRejected(grey.output("logits", "N", 10), TF, "1 channels", "RGB");

        assertRejected(TinyModels.classifier(), Preprocessing.named("tf", 224), "32 x 32", "224 x 224", "size=");

        OnnxBuilder half = TinyModels.classifier();
        half.graph().setInput(0, OnnxBuilder.value("input", DataType.FLOAT16, "N", 3, SIZE, SIZE));
        assertRejected(half, TF, "FLOAT16", "float32");

        OnnxBuilder old = new OnnxBuilder(3, 6).input("input", 1, 3, SIZE, SIZE);
        old.node("Flatten", List.of("input"), "flat");
        old.node("Gemm", List.of("flat", old.weights(1, 3 * SIZE * SIZE, 10)), "logits");
        assertRejected(old.output("logits", 1, 10), TF, "opset below 7", "version_converter");

        OnnxBuilder broken = TinyModels.classifier();
        broken.graph().setNode(0, broken.graph().getNode(0).toBuilder().setOpType("Konv"));
        assertRejected(broken, TF, "cannot be run", "Konv");

        OnnxBuilder infinite = TinyModels.classifier();
        infinite.graph()
                .setInitializer(0, OnnxBuilder.floatTensor("w1", new float[216], 8, 3, 3, 3))
                .setInitializer(1, OnnxBuilder.floatTensor("w2", nan(8), 8));
        infinite.graph()
                .setInitializer(
                        0, infinite.graph().getInitializer(0).toBuilder().setName("w0"));
        infinite.graph()
                .setInitializer(
                        1, infinite.graph().getInitializer(1).toBuilder().setName("w1"));
        assertRejected(infinite, TF, "not finite");
    }

    @Test
    void saysThatThereIsNoSuchFile() {
        assertThatThrownBy(() -> Backbone.importOnnx(directory.resolve("no.onnx"), "net", TF, store))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no.onnx");
        assertThatThrownBy(() -> Backbone.importOnnx(directory.resolve("no.onnx"), "a/b", TF, store))
                .hasMessageContaining("'a/b' is not a name");
    }

    private void assertRejected(OnnxBuilder onnx, Preprocessing preprocessing, String... messages) throws IOException {
        assertRejected(onnx.write(directory.resolve("squeezenet.onnx")), preprocessing, messages);
    }

    private void assertRejected(Path file, Preprocessing preprocessing, String... messages) {
        assertThatExceptionOfType(UnsupportedModelException.class)
                .isThrownBy(() -> Backbone.importOnnx(file, "net", preprocessing, store))
                .satisfies(e -> assertThat(e.getMessage()).contains(messages).contains(file.toString()));
    }

    private float[] embed(Backbone backbone, byte[] pixels, int n) throws IOException {
        try (InferenceSession session = InferenceSession.open(
                store.fetchModel(backbone.artifacts()), SessionOptions.cpu().withMaxBatch(n))) {
            Batch batch = session.newBatch();
            for (int i = 0; i < n; i++) {
                batch.slot(i).put(pixels, i * pixels.length / n, pixels.length / n);
            }
            return session.embed(batch, n).embeddings();
        }
    }

    private static byte[] pixels(int n) {
        byte[] pixels = new byte[n * SIZE * SIZE * 3];
        new Random(5).nextBytes(pixels);
        return pixels;
    }

    private static float[] channelsLast(byte[] pixels) {
        float[] values = new float[pixels.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = ((pixels[i] & 0xff) - 127.5f) / 127.5f;
        }
        return values;
    }

    private static float[] nan(int length) {
        float[] values = new float[length];
        Arrays.fill(values, Float.NaN);
        return values;
    }

    private static OnnxBuilder residual() {
        OnnxBuilder onnx = new OnnxBuilder(7, 13).input("input", "batch", 3, "height", "width");
        String x = onnx.node("Relu", List.of(onnx.conv("input", 3, 12, 3, 2, 1)));
        String scale = onnx.weights(1, 12);
        String y = onnx.node(
                "BatchNormalization",
                List.of(
                        onnx.conv(x, 12, 12, 3, 1, 1),
                        scale,
                        onnx.weights(0.1f, 12),
                        onnx.weights(0.1f, 12),
                        onnx.floats("variance", new float[] {1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2}, 12)));
        x = onnx.node("Relu", List.of(onnx.node("Add", List.of(x, y))));
        onnx.node("ReduceMean", List.of(x), "pooled", ints("axes", 2, 3), integer("keepdims", 0));
        onnx.node("Gemm", List.of("pooled", onnx.weights(1, 10, 12)), "logits", integer("transB", 1));
        onnx.node("Softmax", List.of("logits"), "output", integer("axis", 1));
        return onnx.output("output", "batch", 10);
    }

    private static OnnxBuilder mobileNetV3() {
        OnnxBuilder onnx = new OnnxBuilder(8, 14).input("pixels", "N", 3, SIZE, SIZE);
        String x = onnx.node("HardSwish", List.of(onnx.conv("pixels", 3, 16, 3, 2, 1)));
        String y = onnx.node("HardSwish", List.of(onnx.conv(x, 16, 16, 3, 1, 16)));
        String squeezed = onnx.node("GlobalAveragePool", List.of(y));
        squeezed = onnx.node("Relu", List.of(onnx.conv(squeezed, 16, 4, 1, 1, 1)));
        squeezed = onnx.node("HardSigmoid", List.of(onnx.conv(squeezed, 4, 16, 1, 1, 1)));
        x = onnx.node("Add", List.of(x, onnx.conv(onnx.node("Mul", List.of(y, squeezed)), 16, 16, 1, 1, 1)));
        x = onnx.node("Flatten", List.of(onnx.node("GlobalAveragePool", List.of(x))));
        x = onnx.node("Gemm", List.of(x, onnx.weights(0.3f, 16, 24), onnx.weights(0.1f, 24)));
        onnx.node("HardSwish", List.of(x), "features");
        onnx.node("Gemm", List.of("features", onnx.weights(0.3f, 24, 10)), "logits");
        return onnx.output("logits", "N", 10);
    }

    /** Channels last, squeeze-excite by MatMul, and Sigmoid × x for swish. */
    private static OnnxBuilder keras() {
        OnnxBuilder onnx = new OnnxBuilder(8, 13).input("input_1", "unk__1", SIZE, SIZE, 3);
        String x = onnx.node("Transpose", List.of("input_1"), ints("perm", 0, 3, 1, 2));
        x = onnx.conv(x, 3, 16, 3, 2, 1);
        onnx.lastInitializerAsConstantNode();
        x = onnx.node("Mul", List.of(x, onnx.node("Sigmoid", List.of(x))));
        String mean = onnx.node("ReduceMean", List.of(x), ints("axes", 2, 3), integer("keepdims", 0));
        String gate = onnx.node("Sigmoid", List.of(onnx.node("MatMul", List.of(mean, onnx.weights(0.3f, 16, 16)))));
        gate = onnx.node("Reshape", List.of(gate, onnx.longs("gate_shape", -1, 16, 1, 1)));
        x = onnx.node("Mul", List.of(x, gate));
        onnx.node("ReduceMean", List.of(x), "pooled", ints("axes", 2, 3), integer("keepdims", 0));
        String logits = onnx.node("MatMul", List.of("pooled", onnx.weights(0.3f, 16, 10)));
        logits = onnx.node("Add", List.of(logits, onnx.weights(0.1f, 10)));
        onnx.node("Softmax", List.of(logits), "predictions");
        return onnx.output("predictions", "unk__1", 10);
    }

    private static OnnxBuilder oldZoo() {
        OnnxBuilder onnx = new OnnxBuilder(3, 7).input("data", "N", 3, SIZE, SIZE);
        String x = onnx.node("Relu", List.of(onnx.conv("data", 3, 12, 3, 2, 1)));
        x = onnx.node("GlobalAveragePool", List.of(x));
        onnx.node("Reshape", List.of(x, onnx.longs("wshape", 0, -1)), "features");
        onnx.node(
                "Gemm",
                List.of("features", onnx.weights(0.3f, 10, 12), onnx.weights(0.1f, 10)),
                "logits",
                integer("transB", 1));
        return onnx.output("logits", "N", 10).initializersAsInputs();
    }

    private static OnnxBuilder fixedBatch() {
        OnnxBuilder onnx = new OnnxBuilder(8, 13).input("input", 1, 3, SIZE, SIZE);
        String x = onnx.node("Relu", List.of(onnx.conv("input", 3, 12, 3, 2, 1)));
        x = onnx.node("GlobalAveragePool", List.of(x));
        onnx.node("Reshape", List.of(x, onnx.longs("shape", 1, 12)), "features");
        onnx.node("Gemm", List.of("features", onnx.weights(0.3f, 12, 10), onnx.weights(0.1f, 10)), "logits");
        return onnx.output("logits", 1, 10);
    }

    private static OnnxBuilder dropout() {
        OnnxBuilder onnx = new OnnxBuilder(8, 13).input("input", "N", 3, SIZE, SIZE);
        String x = onnx.node("Relu", List.of(onnx.conv("input", 3, 12, 3, 2, 1)));
        onnx.node("Flatten", List.of(onnx.node("GlobalAveragePool", List.of(x))), "features");
        String dropped = onnx.node("Dropout", List.of("features", onnx.floats("ratio", new float[] {0.5f})));
        dropped = onnx.node("Identity", List.of(dropped));
        onnx.node("Gemm", List.of(dropped, onnx.weights(0.3f, 12, 10)), "logits");
        return onnx.output("logits", "N", 10);
    }

    private static OnnxBuilder vgg() {
        OnnxBuilder onnx = new OnnxBuilder(8, 13).input("input", "N", 3, SIZE, SIZE);
        String x = onnx.node("Relu", List.of(onnx.conv("input", 3, 4, 3, 2, 1)));
        x = onnx.node("Flatten", List.of(x));
        onnx.node("Relu", List.of(onnx.node("Gemm", List.of(x, onnx.weights(0.05f, 1024, 20)))), "hidden");
        onnx.node("Gemm", List.of("hidden", onnx.weights(0.3f, 20, 10)), "logits");
        return onnx.output("logits", "N", 10);
    }

    private static OnnxBuilder ourNames() {
        OnnxBuilder onnx = new OnnxBuilder(8, 13).input("image", "N", 3, SIZE, SIZE);
        String x = onnx.node("Relu", List.of(onnx.conv("image", 3, 12, 3, 2, 1)), "headwater.pixels");
        onnx.node("Flatten", List.of(onnx.node("GlobalAveragePool", List.of(x))), "probabilities");
        onnx.node("Gemm", List.of("probabilities", onnx.weights(0.3f, 12, 10)), "logits");
        return onnx.output("logits", "N", 10);
    }

    /** The exporter's metadata, such as the licence of the weights, are not lost. */
    @Test
    void keepsForeignMetadata() throws IOException {
        ModelProto model = TinyModels.classifier().build().toBuilder()
                .addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey("licence").setValue("Apache-2.0"))
                .build();
        Path file = Files.write(directory.resolve("network.onnx"), model.toByteArray());

        Backbone backbone = Backbone.importOnnx(file, "net", TF, store);

        ModelProto imported = ModelProto.parseFrom(
                Files.readAllBytes(store.fetch(backbone.artifacts().get(0))));
        Map<String, String> metadata = new TreeMap<>();
        imported.getMetadataPropsList().forEach(entry -> metadata.put(entry.getKey(), entry.getValue()));
        assertThat(metadata)
                .containsOnly(
                        Map.entry("backbone.licence", "Apache-2.0"),
                        Map.entry("headwater.backbone", "net"),
                        Map.entry("headwater.input.size", "32"),
                        Map.entry("headwater.resize", "stretch"));
    }
}
