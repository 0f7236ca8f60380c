package io.headwater.streams.internal;

import io.headwater.streams.internal.classification.Classifier;
import io.headwater.streams.internal.classification.ImageRecord;
import io.headwater.vision.Classification;
import io.headwater.vision.ClassificationStatus;
import io.headwater.vision.ImageReference;
import io.headwater.vision.LabelScore;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Takes the value of an image record for its event id and always predicts the same label. */
public final class FixedClassifier implements Classifier {

    private final Function<Classification, byte[]> encoder;

    private String label = "good";
    private float confidence = 0.75f;
    private List<LabelScore> topK = List.of();
    private int version = 1;
    private final Set<Integer> forgotten = new HashSet<>();

    public FixedClassifier(Function<Classification, byte[]> encoder) {
        this.encoder = encoder;
    }

    void predict(String newLabel, int newVersion) {
        predict(newLabel, 0.75f, newVersion);
    }

    public void predict(String newLabel, float newConfidence, int newVersion) {
        label = newLabel;
        confidence = newConfidence;
        topK = List.of();
        version = newVersion;
    }

    /** @param scores best first */
    public void score(List<LabelScore> scores, int newVersion) {
        predict(scores.get(0).getLabel(), scores.get(0).getScore(), newVersion);
        topK = scores;
    }

    @Override
    public void forget(int partition) {
        forgotten.add(partition);
    }

    /** Partitions whose tasks have ended. */
    Set<Integer> forgotten() {
        return forgotten;
    }

    @Override
    public CompletableFuture<Outcome<EncodedClassification>> submit(ImageRecord record) {
        DeadLetter.Origin origin = record.origin();
        Classification.Builder classification = Classification.newBuilder()
                .setEventId(new String(record.value(), StandardCharsets.UTF_8))
                .setModel("default")
                .setTopK(topK)
                .setImage(new ImageReference(origin.topic(), origin.partition(), origin.offset()))
                .setClassifiedAt(TopologyTestBase.NOW);
        if (label == null) {
            classification.setStatus(ClassificationStatus.NO_MODEL);
        } else {
            classification
                    .setStatus(ClassificationStatus.CLASSIFIED)
                    .setLabel(label)
                    .setConfidence(confidence)
                    .setVersion(version);
        }
        return CompletableFuture.completedFuture(
                new Outcome.Accepted<>(EncodedClassification.of(classification.build(), encoder)));
    }
}
