package io.headwater.streams.internal.quality;

import io.headwater.streams.internal.join.Prediction;
import io.headwater.vision.LabeledSample;

/**
 * Something to count: a prediction, or a label that has met one.
 *
 * @param eventId of the image
 * @param version that predicted
 * @param predicted the predicted label
 * @param confidence of the predicted label, 0 to 1
 * @param given the label that a person gave; null for a prediction
 * @param partition of the image's record
 * @param offset of the image's record
 */
public record Observation(
        String eventId, int version, String predicted, float confidence, String given, int partition, long offset) {

    /** Counts a prediction; its label must not be null. */
    public static Observation of(String eventId, Prediction prediction) {
        return new Observation(
                eventId,
                prediction.version(),
                prediction.label(),
                prediction.confidence(),
                null,
                prediction.partition(),
                prediction.offset());
    }

    /** Counts a label; there must be a prediction that it confirms or corrects. */
    public static Observation of(LabeledSample sample) {
        return new Observation(
                sample.getEventId(),
                sample.getPredictedVersion(),
                sample.getPredictedLabel(),
                sample.getPredictedConfidence(),
                sample.getLabel(),
                sample.getImage().getPartition(),
                sample.getImage().getOffset());
    }

    boolean isPrediction() {
        return given == null;
    }
}
