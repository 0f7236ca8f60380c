package io.headwater.streams.internal.join;

import io.headwater.vision.LabeledSample;

/**
 * A label that has met its prediction.
 *
 * @param sample the two of them
 * @param predictedAt when the prediction reached the join, in milliseconds since 1970
 * @param first whether the event had no label before
 */
public record JoinedLabel(LabeledSample sample, long predictedAt, boolean first) {}
