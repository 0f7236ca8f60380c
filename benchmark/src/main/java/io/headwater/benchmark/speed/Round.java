package io.headwater.benchmark.speed;

import java.util.Locale;

/**
 * One measurement of a contender's throughput.
 *
 * @param imagesPerSecond results committed in the window ÷ its length
 * @param cpuMillisPerImage processor time of the classifier's process ÷ the images it did in the window
 * @param allocatedBytesPerImage heap allocation ÷ images; 0 where it is not known
 * @param batchSize images of a run of the model; 0 where it is not known
 * @param rssMiB resident memory at the end
 */
public record Round(
        double imagesPerSecond, double cpuMillisPerImage, double allocatedBytesPerImage, double batchSize, int rssMiB) {

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.1f images/s, %.3f CPU ms/image, %.0f bytes/image, batches of %.1f, %d MiB",
                imagesPerSecond,
                cpuMillisPerImage,
                allocatedBytesPerImage,
                batchSize,
                rssMiB);
    }
}
