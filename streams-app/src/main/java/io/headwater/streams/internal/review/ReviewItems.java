package io.headwater.streams.internal.review;

import io.headwater.streams.internal.join.JoinedLabel;
import io.headwater.vision.Classification;
import io.headwater.vision.LabelScore;
import io.headwater.vision.LabeledSample;
import io.headwater.vision.ReviewItem;
import io.headwater.vision.ReviewReason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What may be put up for review, and as what. */
final class ReviewItems {

    private ReviewItems() {}

    /**
     * Difference between the two highest probabilities. Of a classification that names one label only it is the least
     * that it can be, the difference to all the rest.
     */
    static float margin(Classification classification) {
        List<LabelScore> scores = classification.getTopK();
        return scores.size() > 1
                ? scores.get(0).getScore() - scores.get(1).getScore()
                : Math.max(0, 2 * classification.getConfidence() - 1);
    }

    /** The classification as a candidate where its margin is low enough. */
    static Optional<Candidate> uncertain(Classification classification, float maxMargin) {
        if (classification.getLabel() == null || classification.getEventId().isBlank()) {
            return Optional.empty();
        }
        float margin = margin(classification);
        return margin > maxMargin
                ? Optional.empty()
                : Optional.of(new Candidate(
                        classification.getEventId(),
                        classification.getLabel(),
                        margin,
                        () -> uncertainItem(classification, margin)));
    }

    private static ReviewItem uncertainItem(Classification classification, float margin) {
        return ReviewItem.newBuilder()
                .setEventId(classification.getEventId())
                .setReason(ReviewReason.LOW_MARGIN)
                .setModel(classification.getModel())
                .setVersion(classification.getVersion())
                .setMargin(margin)
                .setScores(
                        classification.getTopK().isEmpty()
                                ? List.of(new LabelScore(classification.getLabel(), classification.getConfidence()))
                                : classification.getTopK())
                .setImage(classification.getImage())
                .setClassifiedAt(classification.getClassifiedAt())
                .build();
    }

    /**
     * The label as a candidate where it contradicts a confident prediction. Only an event's first label: a later one is the
     * second look that was asked for.
     */
    static Optional<Candidate> disagreement(JoinedLabel joined, float minConfidence, String model) {
        LabeledSample sample = joined.sample();
        boolean disagrees = joined.first()
                && sample.getPredictedLabel() != null
                && sample.getPredictedConfidence() >= minConfidence
                && !sample.getLabel().equals(sample.getPredictedLabel());
        return disagrees ? Optional.of(Candidate.of(disagreement(joined, model))) : Optional.empty();
    }

    private static ReviewItem disagreement(JoinedLabel joined, String model) {
        LabeledSample sample = joined.sample();
        return ReviewItem.newBuilder()
                .setEventId(sample.getEventId())
                .setReason(ReviewReason.DISAGREEMENT)
                .setModel(model)
                .setVersion(sample.getPredictedVersion())
                .setScores(List.of(new LabelScore(sample.getPredictedLabel(), sample.getPredictedConfidence())))
                .setImage(sample.getImage())
                .setClassifiedAt(Instant.ofEpochMilli(joined.predictedAt()))
                .setGivenLabel(sample.getLabel())
                .setLabelledAt(sample.getLabelledAt())
                .build();
    }
}
