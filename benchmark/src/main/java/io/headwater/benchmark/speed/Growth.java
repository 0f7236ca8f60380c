package io.headwater.benchmark.speed;

import java.util.List;

/**
 * What became of a figure as something grew.
 *
 * @param what that grew, such as "backlog, images"
 * @param size how large
 * @param figure that was measured, such as "images/s"
 * @param value median
 * @param rounds the single values
 */
public record Growth(String what, long size, String figure, double value, List<Double> rounds) {

    static Growth of(String what, long size, String figure, List<Double> rounds) {
        double[] sorted =
                rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Growth(what, size, figure, median, List.copyOf(rounds));
    }

    static Growth of(String what, long size, String figure, double value) {
        return new Growth(what, size, figure, value, List.of(value));
    }
}
