package io.headwater.streams.internal;

import io.headwater.streams.internal.classification.Classifier;
import io.headwater.streams.internal.classification.ImageRecord;
import io.headwater.vision.Classification;
import io.headwater.vision.ClassificationStatus;
import io.headwater.vision.ImageReference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Takes the value of an image record for its event id and always predicts the same label. */
public final class FixedClassifier implements Classifier {

    private String label = "good";
    private int version = 1;

    void predict(String newLabel, int newVersion) {
        label = newLabel;
        version = newVersion;
    }

    @Override
    public CompletableFuture<Outcome<Classification>> submit(ImageRecord record) {
        DeadLetter.Origin origin = record.origin();
        Classification.Builder classification = Classification.newBuilder()
                .setEventId(new String(record.value(), StandardCharsets.UTF_8))
                .setModel("default")
                .setTopK(List.of())
                .setImage(new ImageReference(origin.topic(), origin.partition(), origin.offset()))
                .setClassifiedAt(TopologyTestBase.NOW);
        if (label == null) {
            classification.setStatus(ClassificationStatus.NO_MODEL);
        } else {
            classification
                    .setStatus(ClassificationStatus.CLASSIFIED)
                    .setLabel(label)
                    .setConfidence(0.75f)
                    .setVersion(version);
        }
        return CompletableFuture.completedFuture(new Outcome.Accepted<>(classification.build()));
    }
}
