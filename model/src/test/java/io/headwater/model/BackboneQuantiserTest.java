package io.headwater.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.model.testing.Assets;
import io.headwater.model.testing.Flowers;
import io.headwater.model.testing.TestImages;
import io.headwater.model.testing.TinyModels;
import io.headwater.vision.Artifact;
import java.awt.Color;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackboneQuantiserTest {

    @TempDir
    Path directory;

    private final ImageDecoder decoder = new ImageDecoder(50_000_000);
    private ArtifactStore store;

    @BeforeEach
    void open() {
        store = ArtifactStores.open("file:" + directory, directory);
    }

    @Test
    void versionsShareTheQuantisedWeightsBesideTheFloatOnes() throws IOException {
        Backbone backbone = TinyModels.backbone(store);
        BackboneQuantiser quantiser = new BackboneQuantiser(store, decoder, 1);
        assertThat(quantiser.find(backbone)).isEmpty();

        Backbone quantised = quantiser.quantise(backbone, colours());

        assertThat(quantiser.find(backbone)).contains(quantised);
        assertThat(quantiser.calibrationImages(backbone)).isEqualTo(3);
        assertThat(quantised.id()).startsWith("tiny@").isNotEqualTo(backbone.id());
        List<Artifact> first = both(backbone, quantised, 1);
        List<Artifact> second = both(backbone, quantised, 2);
        assertThat(first)
                .extracting(Artifact::getRole)
                .containsExactly("model", "weights", "model-int8", "weights-int8");
        assertThat(second.get(3)).isEqualTo(first.get(3));
        assertThat(first.get(3).getSize()).isLessThan(first.get(1).getSize() / 2);
        assertThat(store.fetchModel(first)).isEqualTo(store.fetch(first.get(0)));
        assertThat(store.fetchModel(Precision.INT8.of(first))).isEqualTo(store.fetch(first.get(2)));
        assertThat(Precision.INT8.of(first.subList(0, 2))).isEmpty();
    }

    private List<Artifact> both(Backbone backbone, Backbone quantised, int version) throws IOException {
        List<String> labels = List.of("good", "dent");
        Head head = TinyModels.randomHead(labels, version);
        ModelPackager packager = new ModelPackager(store);
        List<Artifact> artifacts = new ArrayList<>(packager.assemble(backbone, head, labels, "default", version));
        artifacts.addAll(Precision.INT8.mark(packager.assemble(quantised, head, labels, "default", version)));
        return artifacts;
    }

    private static List<ByteBuffer> colours() {
        List<ByteBuffer> images = new ArrayList<>();
        for (Color colour : List.of(Color.RED, Color.GREEN, Color.BLUE)) {
            images.add(ByteBuffer.wrap(TestImages.jpeg(40, 40, colour)));
        }
        return images;
    }

    /** Cosine of the angle between float and int8 embeddings of photographs, on average. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            mobilenetv2_1.0_224.onnx          | tf,size=224         | .985
            mobilenetv1_0.25_128_dequant.onnx | tf,size=128         | .98
            resnet20_cifar10.onnx             | torchvision,size=32 | .995
            headwater-tiny                    |                     | .995
            """)
    void keepsTheEmbeddingsOfRealNetworks(String file, String preprocess, double least) throws IOException {
        List<byte[]> photographs = new ArrayList<>();
        for (String kind : List.of("daisy", "dandelion", "roses", "sunflowers", "tulips")) {
            photographs.addAll(Flowers.first("train/" + kind + "/", 8));
        }
        Backbone backbone = preprocess == null
                ? Backbone.builtIn(store)
                : Backbone.importOnnx(Assets.require("weights/" + file), "net", Preprocessing.parse(preprocess), store);
        List<ByteBuffer> calibration = new ArrayList<>();
        List<byte[]> others = new ArrayList<>();
        for (int i = 0; i < photographs.size(); i++) {
            if (i % 2 == 0) {
                calibration.add(ByteBuffer.wrap(photographs.get(i)));
            } else {
                others.add(photographs.get(i));
            }
        }

        Backbone quantised = new BackboneQuantiser(store, decoder, 2).quantise(backbone, calibration);

        List<float[]> exact = embed(backbone, others);
        List<float[]> rounded = embed(quantised, others);
        double sum = 0;
        for (int i = 0; i < exact.size(); i++) {
            sum += cosine(exact.get(i), rounded.get(i));
        }
        assertThat(sum / exact.size()).isGreaterThan(least);
    }

    private List<float[]> embed(Backbone backbone, List<byte[]> images) throws IOException {
        List<float[]> embeddings = new ArrayList<>();
        try (InferenceSession session =
                InferenceSession.open(store.fetchModel(backbone.artifacts()), SessionOptions.cpu())) {
            Batch batch = session.newBatch();
            for (byte[] image : images) {
                decoder.decode(ByteBuffer.wrap(image), session.resize(), batch, 0);
                embeddings.add(session.embed(batch, 1).embeddings());
            }
        }
        return embeddings;
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        double squareA = 0;
        double squareB = 0;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * b[i];
            squareA += a[i] * a[i];
            squareB += b[i] * b[i];
        }
        return product / Math.sqrt(squareA * squareB);
    }
}
