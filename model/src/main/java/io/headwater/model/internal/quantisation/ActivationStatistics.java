package io.headwater.model.internal.quantisation;

import java.nio.FloatBuffer;

/**
 * The values that a tensor takes: the mean of each channel, and a histogram of equal bins around 0 that double their
 * width when a value lies outside.
 */
final class ActivationStatistics {

    private static final int BINS = 4096;
    /** Ranges that are tried, as shares of the whole one. */
    private static final double SMALLEST_SHARE = 0.3;

    private static final double SHARE_STEP = 0.01;

    private long[] counts = new long[BINS];
    private float limit;
    private float low;
    private float high;
    private double[] channelSums = new double[0];
    private long perChannel;

    /** @param shape {@code [1, channels, ...]} */
    void add(FloatBuffer values, long[] shape) {
        float[] array = new float[values.remaining()];
        values.get(array);
        float largest = 0;
        for (float value : array) {
            low = Math.min(low, value);
            high = Math.max(high, value);
            largest = Math.max(largest, Math.abs(value));
        }
        cover(largest);
        float perUnit = limit > 0 ? BINS / 2 / limit : 0;
        for (float value : array) {
            counts[Math.min((int) (value * perUnit + BINS / 2), BINS - 1)]++;
        }
        addMeans(array, shape.length > 1 ? (int) shape[1] : 1);
    }

    private void cover(float largest) {
        if (limit == 0) {
            limit = largest;
        }
        while (limit < largest) {
            long[] wider = new long[BINS];
            for (int i = 0; i < BINS; i++) {
                wider[BINS / 4 + i / 2] += counts[i];
            }
            counts = wider;
            limit *= 2;
        }
    }

    private void addMeans(float[] values, int channels) {
        if (channelSums.length == 0) {
            channelSums = new double[channels];
        }
        int each = values.length / channels;
        for (int channel = 0; channel < channels; channel++) {
            double sum = 0;
            for (int i = channel * each; i < (channel + 1) * each; i++) {
                sum += values[i];
            }
            channelSums[channel] += sum;
        }
        perChannel += each;
    }

    /** Mean of each channel, {@code [channels]}. */
    float[] channelMeans() {
        float[] means = new float[channelSums.length];
        for (int channel = 0; channel < means.length; channel++) {
            means[channel] = (float) (channelSums[channel] / perChannel);
        }
        return means;
    }

    /** The scale with the least squared error: a rare large value is cut off when all others gain by it. */
    ByteScale scale() {
        double best = 1;
        double least = Double.POSITIVE_INFINITY;
        for (double share = 1; share >= SMALLEST_SHARE; share -= SHARE_STEP) {
            double error = squaredError(low * share, high * share);
            if (error < least) {
                least = error;
                best = share;
            }
        }
        return ByteScale.of(low * best, high * best);
    }

    private double squaredError(double from, double to) {
        double step = (to - from) / ByteScale.STEPS;
        // The variance of what is lost by rounding, equally distributed over a step.
        double rounding = step * step / 12;
        double width = 2.0 * limit / BINS;
        double sum = 0;
        for (int i = 0; i < BINS; i++) {
            double value = -limit + (i + 0.5) * width;
            double outside = Math.max(0, Math.max(from - value, value - to));
            sum += counts[i] * (outside > 0 ? outside * outside : rounding);
        }
        return sum;
    }
}
