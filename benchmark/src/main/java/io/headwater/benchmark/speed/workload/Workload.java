package io.headwater.benchmark.speed.workload;

import io.headwater.model.ArtifactStore;
import io.headwater.model.Backbone;
import io.headwater.model.BackboneQuantiser;
import io.headwater.model.Head;
import io.headwater.model.ImageDecoder;
import io.headwater.model.ModelPackager;
import io.headwater.vision.Decision;
import io.headwater.vision.Lineage;
import io.headwater.vision.Metrics;
import io.headwater.vision.ModelVersion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Images and the model for them.
 *
 * @param name as in the report
 * @param images distinct encoded images, sent over and over
 * @param backbone in the store
 * @param labels of the head, which has random weights: they take as long as trained ones
 * @param plainModel the network before its import, float {@code [batch, 3, size, size]}; null where there is none
 */
public record Workload(String name, List<byte[]> images, Backbone backbone, List<String> labels, Path plainModel) {

    private static final int HIDDEN = 128;
    private static final int CALIBRATION_IMAGES = 64;
    private static final long MAX_PIXELS = 1 << 24;

    static List<String> labels(int count) {
        return IntStream.range(0, count).mapToObj(i -> "label-" + i).toList();
    }

    public Workload withLabels(int count) {
        return new Workload(name, images, backbone, labels(count), plainModel);
    }

    /** Mean length of an encoded image. */
    public double imageBytes() {
        return images.stream().mapToInt(image -> image.length).average().orElse(0);
    }

    /** The same with the backbone's int8 form, calibrated on some of the images. */
    public Workload asInt8(ArtifactStore store) throws IOException {
        BackboneQuantiser quantiser = new BackboneQuantiser(store, new ImageDecoder(MAX_PIXELS), 1);
        Optional<Backbone> known = quantiser.find(backbone);
        Backbone quantised = known.isPresent()
                ? known.get()
                : quantiser.quantise(
                        backbone,
                        images.stream()
                                .limit(CALIBRATION_IMAGES)
                                .map(ByteBuffer::wrap)
                                .toList());
        return new Workload(name, images, quantised, labels, null);
    }

    /** Puts a version into the store, ready to be published; different versions have different weights. */
    public ModelVersion version(ArtifactStore store, int version) throws IOException {
        return ModelVersion.newBuilder()
                .setModel("default")
                .setVersion(version)
                .setCreatedAt(Instant.EPOCH.plusSeconds(version))
                .setArtifacts(new ModelPackager(store).assemble(backbone, head(version), labels, "default", version))
                .setLabels(labels)
                .setInputSize(backbone.inputSize())
                .setEmbeddingSize(backbone.embeddingSize())
                .setBackboneId(backbone.id())
                .setLineage(Lineage.newBuilder().build())
                .setMetrics(new Metrics(0, 0.0, null, List.of()))
                .setDecision(Decision.PROMOTED)
                .setReason("made for a measurement")
                .build();
    }

    private Head head(int seed) {
        Random random = new Random(seed);
        int width = backbone.embeddingSize();
        return new Head(
                width,
                HIDDEN,
                labels.size(),
                normal(random, HIDDEN * width),
                normal(random, HIDDEN),
                normal(random, labels.size() * HIDDEN),
                normal(random, labels.size()));
    }

    private static float[] normal(Random random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (random.nextGaussian() * 0.05);
        }
        return values;
    }
}
