package io.headwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.headwater.model.testing.Assets;
import io.headwater.model.testing.PlainOnnx;
import io.headwater.vision.Artifact;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real networks: ImageNet's MobileNets from Keras, ResNet-20 from torch with its Shape, Slice and Pad chains. */
class RealBackbonesTest {

    @TempDir
    Path directory;

    private ArtifactStore store;

    @BeforeEach
    void open() {
        store = ArtifactStores.open("file:" + directory, directory);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            mobilenetv2_1.0_224.onnx           | tf,size=224          | features             | 1280
            mobilenetv1_0.25_128_dequant.onnx  | tf,size=128          | features             |  256
            resnet20_cifar10.onnx              | torchvision,size=32  | /ReduceMean_output_0 |   64
            """)
    void giveTheFeaturesOfTheOriginal(String file, String preprocess, String features, int d) throws IOException {
        Path onnx = Assets.require("weights/" + file);
        Preprocessing preprocessing = Preprocessing.parse(preprocess);
        int size = preprocessing.inputSize();
        byte[] pixels = new byte[3 * size * size * 3];
        new Random(1).nextBytes(pixels);

        Backbone backbone = Backbone.importOnnx(onnx, "net", preprocessing, store);

        assertThat(backbone.embeddingSize()).isEqualTo(d);
        assertThat(store.fetch(backbone.artifacts().get(0)).toFile().length()).isLessThan(100_000);
        float[] input = PlainOnnx.channelsFirst(pixels, 3, size, preprocessing.mean(), preprocessing.std(), false);
        ModelProto original = PlainOnnx.exposing(ModelProto.parseFrom(Files.readAllBytes(onnx)), features);
        float[] expected = PlainOnnx.run(original, "input", input, new long[] {3, 3, size, size}, features);
        try (InferenceSession session = InferenceSession.open(
                store.fetchModel(backbone.artifacts()), SessionOptions.cpu().withMaxBatch(3))) {
            Batch batch = session.newBatch();
            for (int i = 0; i < 3; i++) {
                batch.slot(i).put(pixels, i * pixels.length / 3, pixels.length / 3);
            }
            assertThat(session.embed(batch, 3).embeddings()).containsExactly(expected, within(1e-4f));
            for (int i = 0; i < 3; i++) {
                Batch one = session.newBatch();
                one.slot(0).put(batch.slot(i));
                assertThat(session.embed(one, 1).embeddings())
                        .containsExactly(Arrays.copyOfRange(expected, i * d, (i + 1) * d), within(1e-4f));
            }
        }
    }

    /** From JPEG bytes to ImageNet's own names, through the network's own last layer as the head. */
    @Test
    void recognisesFlowers() throws IOException {
        Path onnx = Assets.require("weights/mobilenetv2_1.0_224.onnx");
        List<String> labels = Files.readAllLines(Assets.require("weights/imagenet_labels.txt")).stream()
                .filter(line -> !line.isBlank())
                .toList();
        Backbone backbone = Backbone.importOnnx(onnx, "mobilenetv2", Preprocessing.named("tf", 224), store);
        List<String> unique = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            // ImageNet has two cranes and two maillots.
            unique.add(i + " " + labels.get(i));
        }
        List<Artifact> version = new ModelPackager(store).assemble(backbone, originalHead(onnx), unique, "imagenet", 1);
        List<byte[]> daisies = Assets.flowers("test/daisy/", 20);
        ImageDecoder decoder = new ImageDecoder(50_000_000);
        int recognised = 0;
        try (InferenceSession session = InferenceSession.open(store.fetchModel(version), SessionOptions.cpu())) {
            Batch batch = session.newBatch();
            for (byte[] jpeg : daisies) {
                decoder.decode(ByteBuffer.wrap(jpeg), session.resize(), batch, 0);
                float[] probabilities = session.classify(batch, 1).probabilities();
                int best = 0;
                for (int i = 1; i < probabilities.length; i++) {
                    best = probabilities[i] > probabilities[best] ? i : best;
                }
                recognised += session.labels().get(best).endsWith("daisy") ? 1 : 0;
            }
        }
        // "daisy" is one of ImageNet's thousand classes.
        assertThat(recognised).as("daisies of 20 that are called so").isGreaterThanOrEqualTo(15);
    }

    static Head originalHead(Path onnx) throws IOException {
        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(onnx));
        float[] weights = new float[0];
        float[] bias = new float[0];
        for (TensorProto tensor : model.getGraph().getInitializerList()) {
            if (tensor.getName().equals("Logits.weight")) {
                weights = floats(tensor);
            } else if (tensor.getName().equals("Logits.bias")) {
                bias = floats(tensor);
            }
        }
        return Head.linear(1280, 1000, weights, bias);
    }

    private static float[] floats(TensorProto tensor) {
        ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[raw.remaining() / 4];
        raw.asFloatBuffer().get(values);
        return values;
    }
}
