package io.headwater.streams.internal.quality;

import java.time.Duration;

/**
 * How quality is measured.
 *
 * @param model name of the model
 * @param imagesTopic topic that images come from
 * @param window length of a window
 * @param minPredictions predictions that a drift score needs on either side
 * @param driftThreshold drift score from which examples are put up for review
 * @param maxExamples examples of one window, at most; 0 for none
 */
public record QualitySettings(
        String model,
        String imagesTopic,
        Duration window,
        int minPredictions,
        double driftThreshold,
        int maxExamples) {}
