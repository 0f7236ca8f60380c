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
        List<Round> rounds,
        List<Latency> latencyRounds) {

    private static final double MILLIS = 1000;

    /**
     * @param imageBytes mean length of the encoded images
     * @param latencies empty where they were not measured
     * @param repeated images that were answered more than once
     */
    static Row of(
            String workload,
            String contender,
            double imageBytes,
            List<Round> rounds,
            List<Latency> latencies,
            long repeated) {
        double cpu = median(rounds, Round::cpuMillisPerImage);
        return new Row(
                workload,
                contender,
                median(rounds, Round::imagesPerSecond),
                cpu,
                MILLIS / cpu,
                latency(latencies, Latency::p50Millis),
                latency(latencies, Latency::p99Millis),
                latency(latencies, Latency::p999Millis),
                latency(latencies, Latency::rate),
                (int) median(rounds, Round::rssMiB),
                median(rounds, Round::allocatedBytesPerImage),
                imageBytes,
                median(rounds, Round::batchSize),
                repeated,
                rounds,
                latencies);
    }

    private static Double latency(List<Latency> rounds, ToDoubleFunction<Latency> figure) {
        return rounds.isEmpty() ? null : median(rounds, figure);
    }

    static <T> double median(List<T> rounds, ToDoubleFunction<T> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
