package io.headwater.model.testing;

import io.headwater.model.ArtifactStore;
import io.headwater.model.Backbone;
import io.headwater.model.Head;
import io.headwater.model.ModelPackager;
import io.headwater.model.Preprocessing;
import io.headwater.vision.Decision;
import io.headwater.vision.Lineage;
import io.headwater.vision.Metrics;
import io.headwater.vision.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Real, deterministic ONNX models that are made in milliseconds, for the tests of any module. */
public final class TinyModels {

    /** Width and height of the input. */
    public static final int INPUT_SIZE = 32;
    /** Length of the embedding. */
    public static final int EMBEDDING_SIZE = 16;

    private TinyModels() {}

    /** Two convolutions with fixed weights, named {@code tiny}. */
    public static Backbone backbone(ArtifactStore store) throws IOException {
        Path file = Files.createTempFile("tiny", ".onnx");
        try {
            classifier().write(file);
            return Backbone.importOnnx(file, "tiny", Preprocessing.parse("tf,size=32,resize=stretch"), store);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** The classifier that the backbone is cut out of: {@code input} to {@code logits}, features {@code features}. */
    public static OnnxBuilder classifier() {
        OnnxBuilder onnx = new OnnxBuilder(8, 13).input("input", "N", 3, INPUT_SIZE, INPUT_SIZE);
        String x = onnx.node("Relu", List.of(onnx.conv("input", 3, 8, 3, 2, 1)));
        x = onnx.node("Relu", List.of(onnx.conv(x, 8, EMBEDDING_SIZE, 3, 2, 1)));
        x = onnx.node("GlobalAveragePool", List.of(x));
        x = onnx.node("Flatten", List.of(x), "features");
        onnx.node("Gemm", List.of(x, onnx.weights(0.3f, 16, 10), onnx.weights(0.1f, 10)), "logits");
        return onnx.output("logits", "N", 10);
    }

    /** A head that gives the label at {@code index} a probability above 0.99, whatever the image. */
    public static Head constantHead(List<String> labels, int index) {
        float[] bias = new float[labels.size()];
        bias[index] = 20;
        return Head.linear(EMBEDDING_SIZE, labels.size(), new float[labels.size() * EMBEDDING_SIZE], bias);
    }

    /** A head with fixed pseudo-random weights: different images get different probabilities. */
    public static Head randomHead(List<String> labels, long seed) {
        Random random = new Random(seed);
        int hidden = 8;
        return new Head(
                EMBEDDING_SIZE,
                hidden,
                labels.size(),
                normal(random, hidden * EMBEDDING_SIZE),
                normal(random, hidden),
                normal(random, labels.size() * hidden),
                normal(random, labels.size()));
    }

    private static float[] normal(Random random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** Puts a promoted version of the model {@code default} into the store; it always answers the first label. */
    public static ModelVersion publish(ArtifactStore store, int version, List<String> labels) throws IOException {
        return publish(store, "default", version, labels, constantHead(labels, 0));
    }

    /** Puts a promoted version with the given head into the store, ready to send. */
    public static ModelVersion publish(ArtifactStore store, String model, int version, List<String> labels, Head head)
            throws IOException {
        Backbone backbone = backbone(store);
        return ModelVersion.newBuilder()
                .setModel(model)
                .setVersion(version)
                .setCreatedAt(Instant.EPOCH.plusSeconds(version))
                .setArtifacts(new ModelPackager(store).assemble(backbone, head, labels, model, version))
                .setLabels(labels)
                .setInputSize(backbone.inputSize())
                .setEmbeddingSize(backbone.embeddingSize())
                .setBackboneId(backbone.id())
                .setLineage(Lineage.newBuilder().build())
                .setMetrics(new Metrics(0, 0.0, null, List.of()))
                .setChampionMetrics(null)
                .setRequestId(null)
                .setTrainMillis(0)
                .setDecision(Decision.PROMOTED)
                .setReason("made for a test")
                .build();
    }
}
