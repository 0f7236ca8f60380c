package io.headwater.streams.internal.join;

import io.headwater.vision.Classification;

/**
 * What the join needs of a classification: neither image nor scores.
 *
 * @param partition of the image's record
 * @param offset of the image's record
 * @param label that was predicted; null where there was no model
 * @param confidence of the label, 0 to 1
 * @param version that predicted; 0 where there was no model
 */
public record Prediction(int partition, long offset, String label, float confidence, int version) {

    public static Prediction of(Classification classification) {
        boolean predicted = classification.getLabel() != null;
        return new Prediction(
                classification.getImage().getPartition(),
                classification.getImage().getOffset(),
                classification.getLabel(),
                predicted ? classification.getConfidence() : 0,
                classification.getVersion() == null ? 0 : classification.getVersion());
    }
}
