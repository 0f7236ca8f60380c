package io.headwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import io.headwater.model.internal.onnx.Float16Graph;
import io.headwater.model.internal.onnx.OnnxFile;
import io.headwater.model.testing.Assets;
import io.headwater.model.testing.OnnxBuilder;
import io.headwater.model.testing.TestImages;
import io.headwater.model.testing.TinyModels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The float16 form of a graph, run on the CPU: ONNX Runtime takes it there too, if slowly. */
class Float16Test {

    private static final Preprocessing TF = Preprocessing.parse("tf,size=32,resize=stretch");

    private static final int PHOTOGRAPHS = 10;

    @TempDir
    Path directory;

    private ArtifactStore store;

    @BeforeEach
    void open() {
        store = ArtifactStores.open("file:" + directory.resolve("store"), directory);
    }

    private Path narrowed(Path onnx) throws IOException {
        ModelProto narrowed = Float16Graph.of(OnnxFile.readWhole(onnx));
        return Files.write(directory.resolve("float16.onnx"), narrowed.toByteArray());
    }

    private static BatchResult run(Path onnx, List<byte[]> images) {
        ImageDecoder decoder = new ImageDecoder(50_000_000);
        try (InferenceSession session =
                InferenceSession.open(onnx, SessionOptions.cpu().withMaxBatch(images.size()))) {
            Batch batch = session.newBatch();
            for (int i = 0; i < images.size(); i++) {
                decoder.decode(ByteBuffer.wrap(images.get(i)), session.resize(), batch, i);
            }
            return session.run(batch, images.size());
        }
    }

    private static List<byte[]> images(int n) {
        List<byte[]> images = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            images.add(TestImages.jpeg(64, 48, i));
        }
        return images;
    }

    /** Half precision has 11 bits, and rounds once a layer. */
    private static void assertClose(float[] narrow, float[] wide) {
        double error = 0;
        double norm = 0;
        for (int i = 0; i < wide.length; i++) {
            error += Math.pow(narrow[i] - wide[i], 2);
            norm += Math.pow(wide[i], 2);
        }
        assertThat(Math.sqrt(error / norm))
                .as("difference of the embeddings, relative to their length; 0 would be the float32 form again")
                .isBetween(1e-6, 2e-2);
    }

    private static float largestDifference(float[] one, float[] other) {
        float largest = 0;
        for (int i = 0; i < one.length; i++) {
            largest = Math.max(largest, Math.abs(one[i] - other[i]));
        }
        return largest;
    }

    @ParameterizedTest
    @MethodSource("io.headwater.model.BackboneImportTest#families")
    void givesTheSameFeaturesForEveryFamilyOfNetworks(BackboneImportTest.Family family) throws IOException {
        Path file = family.onnx().get().write(directory.resolve("network.onnx"));
        Path wide = store.fetchModel(Backbone.importOnnx(file, "net", TF, store).artifacts());

        assertClose(
                run(narrowed(wide), images(3)).embeddings(),
                run(wide, images(3)).embeddings());
    }

    /** ImageNet's own last layer as the head, in float32 as every head. */
    @Test
    void callsFlowersTheSame() throws IOException {
        Path onnx = Assets.require("weights/mobilenetv2_1.0_224.onnx");
        Backbone backbone = Backbone.importOnnx(onnx, "net", Preprocessing.named("tf", 224), store);
        List<String> labels = IntStream.range(0, 1000).mapToObj(String::valueOf).toList();
        Path wide = store.fetchModel(new ModelPackager(store)
                .assemble(backbone, RealBackbonesTest.originalHead(onnx), labels, "imagenet", 1));

        assertSameAnswers(wide, Assets.flowers("test/", PHOTOGRAPHS), 1e-2f);
    }

    /** Random heads take in the noise of every feature; what a head is trained on has less of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            mobilenetv2_1.0_224.onnx           | tf,size=224
            mobilenetv1_0.25_128_dequant.onnx  | tf,size=128
            resnet20_cifar10.onnx              | torchvision,size=32
            """)
    void givesTheSameLabelsForRealNetworksAndPhotographs(String file, String preprocess) throws IOException {
        Backbone backbone =
                Backbone.importOnnx(Assets.require("weights/" + file), "net", Preprocessing.parse(preprocess), store);
        assertSameAnswersOfARandomHead(backbone, Assets.flowers("test/", PHOTOGRAPHS));
    }

    @Test
    void givesTheSameLabelsForTheBackboneThatIsBuiltIn() throws IOException {
        assertSameAnswersOfARandomHead(Backbone.builtIn(store), images(PHOTOGRAPHS));
    }

    private void assertSameAnswersOfARandomHead(Backbone backbone, List<byte[]> photographs) throws IOException {
        List<String> labels = List.of("a", "b", "c", "d", "e");
        Path wide = store.fetchModel(new ModelPackager(store)
                .assemble(backbone, balancedHead(backbone, photographs, labels), labels, "default", 1));
        assertSameAnswers(wide, photographs, 4e-2f);
    }

    private void assertSameAnswers(Path wide, List<byte[]> photographs, float tolerance) throws IOException {
        Path narrow = narrowed(wide);

        BatchResult expected = run(wide, photographs);
        BatchResult given = run(narrow, photographs);

        assertClose(given.embeddings(), expected.embeddings());
        assertThat(largestDifference(given.probabilities(), expected.probabilities()))
                .isLessThan(tolerance);
        Set<Integer> answers = new HashSet<>();
        for (int i = 0; i < photographs.size(); i++) {
            float[] probabilities = expected.probabilities(i);
            int best = best(probabilities);
            answers.add(best);
            if (margin(probabilities, best) > 2 * tolerance) {
                assertThat(best(given.probabilities(i)))
                        .as("label of image %d", i)
                        .isEqualTo(best);
            }
        }
        assertThat(answers).as("labels that are given at all").hasSizeGreaterThan(1);
        assertThat(Files.size(narrow))
                .isLessThan((long) (0.95 * OnnxFile.readWhole(wide).getSerializedSize()));
    }

    /** A random linear head whose logits are 0 on average and as large as those of a trained one. */
    private Head balancedHead(Backbone backbone, List<byte[]> photographs, List<String> labels) throws IOException {
        BatchResult embedded = run(store.fetchModel(backbone.artifacts()), photographs);
        int d = backbone.embeddingSize();
        Random random = new Random(3);
        float[] weights = new float[labels.size() * d];
        float[] bias = new float[labels.size()];
        for (int label = 0; label < labels.size(); label++) {
            double[] direction = random.doubles(d, -1, 1).toArray();
            double[] logits = new double[photographs.size()];
            for (int image = 0; image < logits.length; image++) {
                for (int i = 0; i < d; i++) {
                    logits[image] += direction[i] * embedded.embedding(image)[i];
                }
            }
            double mean = Arrays.stream(logits).average().orElseThrow();
            double spread = Arrays.stream(logits)
                    .map(logit -> Math.abs(logit - mean))
                    .average()
                    .orElseThrow();
            for (int i = 0; i < d; i++) {
                weights[label * d + i] = (float) (direction[i] * 2 / spread);
            }
            bias[label] = (float) (-mean * 2 / spread);
        }
        return Head.linear(d, labels.size(), weights, bias);
    }

    private static int best(float[] probabilities) {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        return best;
    }

    private static float margin(float[] probabilities, int best) {
        float second = 0;
        for (int i = 0; i < probabilities.length; i++) {
            second = i == best ? second : Math.max(second, probabilities[i]);
        }
        return probabilities[best] - second;
    }

    @Test
    void narrowsTheBackboneAndNothingElse() throws IOException {
        List<String> labels = List.of("a", "b");
        Path wide = store.fetchModel(TinyModels.publish(store, "default", 1, labels, TinyModels.randomHead(labels, 1))
                .getArtifacts());
        ModelProto original = OnnxFile.readWhole(wide);

        ModelProto model = Float16Graph.of(original);

        assertThat(model.getMetadataPropsList()).isEqualTo(original.getMetadataPropsList());
        assertThat(model.getGraph().getInputList())
                .isEqualTo(original.getGraph().getInputList());
        assertThat(model.getGraph().getOutputList())
                .isEqualTo(original.getGraph().getOutputList());
        for (TensorProto tensor : model.getGraph().getInitializerList()) {
            boolean stays = tensor.getName().matches("headwater\\.(mean|std|head\\..*)");
            assertThat(tensor.getDataType() == DataType.FLOAT16.getNumber())
                    .as(tensor.getName())
                    .isNotEqualTo(stays);
        }
    }

    /** float16 ends at 65,504 and has 10 bits behind the point; infinities, as bounds of Clip, stay. */
    @Test
    void clampsAndRoundsWeights() throws IOException {
        float[] values = {1e6f, -1e6f, 1f, 1 + 1f / 2048, 1 + 3f / 2048, Float.POSITIVE_INFINITY, 0.1f, 1e-9f};
        OnnxBuilder onnx = new OnnxBuilder(8, 13).input("input", "N", 3, 32, 32);
        String x = onnx.conv("input", 3, 8, 3, 2, 1);
        onnx.node("Flatten", List.of(onnx.node("GlobalAveragePool", List.of(x))), "features");
        onnx.node("Gemm", List.of("features", onnx.weights(0.3f, 8, 10)), "logits");
        Path file = onnx.output("logits", "N", 10).write(directory.resolve("network.onnx"));
        Path wide = store.fetchModel(Backbone.importOnnx(file, "net", TF, store).artifacts());
        ModelProto model = OnnxFile.readWhole(wide);
        GraphProto.Builder graph = model.getGraph().toBuilder();
        String bias = graph.getNodeList().stream()
                .filter(node -> node.getOpType().equals("Conv"))
                .findFirst()
                .orElseThrow()
                .getInput(2);
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            if (graph.getInitializer(i).getName().equals(bias)) {
                graph.setInitializer(i, OnnxBuilder.floatTensor(bias, values, 8));
            }
        }

        GraphProto narrow =
                Float16Graph.of(model.toBuilder().setGraph(graph).build()).getGraph();

        TensorProto tensor = narrow.getInitializerList().stream()
                .filter(candidate -> candidate.getName().endsWith(bias))
                .findFirst()
                .orElseThrow();
        short[] bits = new short[8];
        tensor.getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer()
                .get(bits);
        // By hand: sign, 5 bits of exponent with bias 15, 10 of mantissa; ties go to the even one.
        assertThat(bits).containsExactly(0x7bff, 0xfbff, 0x3c00, 0x3c00, 0x3c02, 0x7c00, 0x2e66, 0x0000);
    }

    /** Scales of Resize are float32 in any graph, and sizes beyond 2,048 cannot be counted in float16. */
    @Test
    void leavesArithmeticOnShapesAlone() throws IOException {
        OnnxBuilder onnx = new OnnxBuilder(8, 13).input("input", "N", 3, 32, 32);
        String x = onnx.node("Relu", List.of(onnx.conv("input", 3, 8, 3, 2, 1)));
        onnx.node(
                "Resize",
                List.of(x, "", onnx.floats("scales", new float[] {1, 1, 2, 2}, 4)),
                "resized",
                text("mode", "nearest"));
        // [N, 8, 32, 32] to [N, 8 * 32 * 32 + 1 - 1] over float32: 8,193 is no float16.
        String shape = onnx.node("Shape", List.of("resized"));
        String counts = onnx.node("Cast", List.of(shape), OnnxBuilder.integer("to", DataType.FLOAT.getNumber()));
        String size = onnx.node("ReduceProd", List.of(counts), OnnxBuilder.integer("keepdims", 1));
        String batch = onnx.node("Gather", List.of(counts, onnx.longs("first", 0)));
        size = onnx.node("Div", List.of(size, batch));
        size = onnx.node("Add", List.of(size, onnx.floats("one", new float[] {1}, 1)));
        size = onnx.node("Sub", List.of(size, "one"));
        String whole = onnx.node("Cast", List.of(size), OnnxBuilder.integer("to", DataType.INT64.getNumber()));
        String target = onnx.node("Concat", List.of(onnx.longs("keep", 0), whole), OnnxBuilder.integer("axis", 0));
        onnx.node("Reshape", List.of("resized", target), "features");
        onnx.node("Gemm", List.of("features", onnx.weights(0.01f, 8 * 32 * 32, 10)), "logits");
        Path file = onnx.output("logits", "N", 10).write(directory.resolve("network.onnx"));
        Path wide = store.fetchModel(Backbone.importOnnx(file, "net", TF, store).artifacts());

        Path narrow = narrowed(wide);

        assertClose(run(narrow, images(2)).embeddings(), run(wide, images(2)).embeddings());
        Set<String> casts = OnnxFile.read(narrow).getGraph().getNodeList().stream()
                .filter(node -> node.getOpType().equals("Cast"))
                .filter(node -> node.getOutput(0).startsWith("headwater.float16."))
                .map(node -> node.getInput(0))
                .collect(Collectors.toSet());
        assertThat(casts).as("casts to float16").hasSize(1);
    }

    @Test
    void refusesWhatItCannotNarrow() throws IOException {
        Path wide = store.fetchModel(TinyModels.backbone(store).artifacts());
        ModelProto model = OnnxFile.readWhole(wide);
        GraphProto.Builder graph = model.getGraph().toBuilder();
        for (int i = 0; i < graph.getNodeCount(); i++) {
            NodeProto node = graph.getNode(i);
            if (node.getOpType().equals("Conv")) {
                graph.setNode(i, node.toBuilder().setOpType("QLinearConv"));
            }
        }
        ModelProto quantised = model.toBuilder().setGraph(graph).build();

        assertThatThrownBy(() -> Float16Graph.of(quantised))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("QLinearConv")
                .hasMessageContaining("float32");
    }

    private static AttributeProto text(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }
}
