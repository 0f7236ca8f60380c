package io.headwater.benchmark.gpu;

import java.util.Map;

/**
 * What was measured of one model in one variant.
 *
 * @param imagesPerSecond of the session alone, by batch size
 * @param decoding images per second of the CPU's cores alone
 * @param endToEnd images per second through the pipeline
 * @param memory over the swaps; null where that was left out
 */
record Row(
        String model,
        String variant,
        double loadSeconds,
        Map<Integer, Double> imagesPerSecond,
        double decoding,
        double endToEnd,
        SwapSoak.Memory memory) {

    /** The card's ceiling: the best rate of the session alone. */
    double ceiling() {
        return imagesPerSecond.values().stream().mapToDouble(rate -> rate).max().orElse(0);
    }

    /** What of the ceiling comes out at the end. */
    double share() {
        return endToEnd / ceiling();
    }
}
