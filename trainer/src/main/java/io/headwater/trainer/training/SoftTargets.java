package io.headwater.trainer.training;

import io.headwater.trainer.training.HyperParameters.ClassWeights;
import java.util.Arrays;

/** What a network should say about each sample: smoothed, and weighted by how rare its label is. */
public final class SoftTargets {

    private static final float LARGEST_WEIGHT = 10;

    private final int[] targets;
    private final float[] weights;
    private final float smoothing;

    public SoftTargets(TrainingSet set, HyperParameters parameters) {
        this.targets = set.targets();
        this.smoothing = (float) parameters.labelSmoothing();
        int[] counts = set.counts();
        weights = new float[counts.length];
        for (int i = 0; i < counts.length; i++) {
            weights[i] = parameters.classWeights() == ClassWeights.NONE
                    ? 1
                    : Math.min(LARGEST_WEIGHT, (float) set.size() / (counts.length * counts[i]));
        }
    }

    /** {@code [samples][classes]}, row-major: target probability × weight of the sample. */
    public float[] of(int[] samples) {
        int classes = weights.length;
        float[] result = new float[samples.length * classes];
        for (int i = 0; i < samples.length; i++) {
            int label = targets[samples[i]];
            float weight = weights[label];
            Arrays.fill(result, i * classes, (i + 1) * classes, weight * smoothing / classes);
            result[i * classes + label] += weight * (1 - smoothing);
        }
        return result;
    }
}
