package io.headwater.trainer.pretrain;

import ai.djl.nn.ParameterList;
import ai.djl.nn.norm.BatchNorm;

/** Batch normalisation with fixed statistics: {@code x * scale + shift} for each channel. */
record Affine(float[] scale, float[] shift) {
    private static final double EPSILON = 1e-5; // DJL's default

    static Affine of(BatchNorm normalisation) {
        ParameterList parameters = normalisation.getParameters();
        float[] gamma = parameters.get("gamma").getArray().toFloatArray();
        float[] beta = parameters.get("beta").getArray().toFloatArray();
        float[] mean = parameters.get("runningMean").getArray().toFloatArray();
        float[] variance = parameters.get("runningVar").getArray().toFloatArray();
        float[] scale = new float[gamma.length];
        float[] shift = new float[gamma.length];
        for (int i = 0; i < gamma.length; i++) {
            double factor = gamma[i] / Math.sqrt(variance[i] + EPSILON);
            scale[i] = (float) factor;
            shift[i] = (float) (beta[i] - mean[i] * factor);
        }
        return new Affine(scale, shift);
    }
}
