package io.headwater.benchmark.speed;

import java.util.Arrays;
import java.util.Locale;

/**
 * Times from when an image was due to be sent until its committed result was there, at a fixed rate.
 *
 * @param rate images per second
 * @param p50Millis median
 * @param p99Millis 99th percentile
 * @param p999Millis 99.9th percentile
 */
public record Latency(double rate, double p50Millis, double p99Millis, double p999Millis) {

    private static final double NANOS_PER_MILLI = 1e6;

    /** @param nanos in any order */
    static Latency of(double rate, long[] nanos) {
        Arrays.sort(nanos);
        return new Latency(rate, quantile(nanos, 0.5), quantile(nanos, 0.99), quantile(nanos, 0.999));
    }

    /** The smallest value that the share of all is not above. */
    private static double quantile(long[] sorted, double share) {
        int index = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.max(0, index)] / NANOS_PER_MILLI;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "at %.0f images/s: p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms",
                rate,
                p50Millis,
                p99Millis,
                p999Millis);
    }
}
