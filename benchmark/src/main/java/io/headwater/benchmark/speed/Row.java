package io.headwater.benchmark.speed;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** A contender's figures on a workload: medians, with their rounds. */
public record Row(
        String workload,
        String contender,
        double imagesPerSecond,
        double cpuMillisPerImage,
        double imagesPerCpuSecond,
        Double p50Millis,
        Double p99Millis,
        Double p999Millis,
        Double latencyRate,
        int rssMiB,
        double allocatedBytesPerImage,
        double imageBytes,
        double batchSize,
        long repeated,
        List<Round> rounds) {

    private static final double MILLIS = 1000;

    /**
     * @param imageBytes mean length of the encoded images
     * @param latency null where it was not measured
     * @param repeated images that were answered more than once
     */
    static Row of(
            String workload, String contender, double imageBytes, List<Round> rounds, Latency latency, long repeated) {
        double cpu = median(rounds, Round::cpuMillisPerImage);
        return new Row(
                workload,
                contender,
                median(rounds, Round::imagesPerSecond),
                cpu,
                MILLIS / cpu,
                latency == null ? null : latency.p50Millis(),
                latency == null ? null : latency.p99Millis(),
                latency == null ? null : latency.p999Millis(),
                latency == null ? null : latency.rate(),
                (int) median(rounds, Round::rssMiB),
                median(rounds, Round::allocatedBytesPerImage),
                imageBytes,
                median(rounds, Round::batchSize),
                repeated,
                rounds);
    }

    static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
