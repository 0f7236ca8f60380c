package io.headwater.streams.internal.review;

import io.headwater.streams.internal.join.JoinedLabel;
import io.headwater.vision.Classification;
import io.headwater.vision.LabelScore;
import io.headwater.vision.LabeledSample;
import io.headwater.vision.ReviewItem;
import io.headwater.vision.ReviewReason;
import java.time.Instant;
import java.util.List;

/** Candidates for review. */
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

    static boolean isUncertain(Classification classification, float maxMargin) {
        return classification.getLabel() != null
                && !classification.getEventId().isBlank()
                && margin(classification) <= maxMargin;
    }

    static ReviewItem uncertain(Classification classification) {
        return ReviewItem.newBuilder()
                .setEventId(classification.getEventId())
                .setReason(ReviewReason.LOW_MARGIN)
                .setModel(classification.getModel())
                .setVersion(classification.getVersion())
                .setMargin(margin(classification))
                .setScores(
                        classification.getTopK().isEmpty()
                                ? List.of(new LabelScore(classification.getLabel(), classification.getConfidence()))
                                : classification.getTopK())
                .setImage(classification.getImage())
                .setClassifiedAt(classification.getClassifiedAt())
                .build();
    }

    /** Only an event's first label: a later one is the second look that was asked for. */
    static boolean isDisagreement(JoinedLabel joined, float minConfidence) {
        LabeledSample sample = joined.sample();
        return joined.first()
                && sample.getPredictedLabel() != null
                && sample.getPredictedConfidence() >= minConfidence
                && !sample.getLabel().equals(sample.getPredictedLabel());
    }

    static ReviewItem disagreement(JoinedLabel joined, String model) {
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

    /** The predicted label. */
    static String label(ReviewItem item) {
        return item.getScores().get(0).getLabel();
    }

    /** What comes first has the lowest: the margin, or for a contradicted prediction its distance from certainty. */
    static float rank(ReviewItem item) {
        return item.getMargin() == null ? 1 - item.getScores().get(0).getScore() : item.getMargin();
    }
}
