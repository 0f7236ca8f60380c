package io.headwater.model;

import io.headwater.model.internal.onnx.HeadGraph;
import io.headwater.model.internal.onnx.OnnxFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The trained part of a model: Linear, ReLU, Linear, softmax; without the first two when {@code hidden} is 0.
 *
 * @param embeddingSize length d of the input
 * @param hidden units of the hidden layer, 0 for none
 * @param classes number of labels
 * @param hiddenWeights {@code [hidden][d]}, row-major; empty when hidden is 0
 * @param hiddenBias {@code [hidden]}
 * @param outputWeights {@code [classes][hidden]}, or {@code [classes][d]} when hidden is 0; row-major
 * @param outputBias {@code [classes]}
 */
public record Head(
        int embeddingSize,
        int hidden,
        int classes,
        float[] hiddenWeights,
        float[] hiddenBias,
        float[] outputWeights,
        float[] outputBias) {

    public Head {
        int width = hidden > 0 ? hidden : embeddingSize;
        require("hiddenWeights", hiddenWeights, (long) hidden * embeddingSize);
        require("hiddenBias", hiddenBias, hidden);
        require("outputWeights", outputWeights, (long) classes * width);
        require("outputBias", outputBias, classes);
    }

    private static void require(String name, float[] values, long length) {
        if (values.length != length) {
            throw new IllegalArgumentException(name + " must have " + length + " values, not " + values.length);
        }
    }

    /** A head without a hidden layer: a linear probe. */
    public static Head linear(int embeddingSize, int classes, float[] weights, float[] bias) {
        return new Head(embeddingSize, 0, classes, new float[0], new float[0], weights, bias);
    }

    /**
     * Reads the head back out of a version's ONNX file.
     *
     * @throws UnsupportedModelException the file was not made by {@link ModelPackager}
     */
    public static Head read(Path versionOnnx) throws IOException {
        try {
            return HeadGraph.read(OnnxFile.read(versionOnnx));
        } catch (IllegalArgumentException e) {
            throw new UnsupportedModelException(versionOnnx + " has no head that Headwater made: " + e.getMessage(), e);
        }
    }

    /** Probabilities {@code [classes]} for one embedding {@code [d]}. */
    public float[] probabilities(float[] embedding) {
        require("embedding", embedding, embeddingSize);
        float[] features = embedding;
        if (hidden > 0) {
            features = linear(hiddenWeights, hiddenBias, embedding);
            for (int i = 0; i < hidden; i++) {
                features[i] = Math.max(0, features[i]);
            }
        }
        return softmax(linear(outputWeights, outputBias, features));
    }

    private static float[] linear(float[] weights, float[] bias, float[] input) {
        float[] output = new float[bias.length];
        for (int row = 0; row < bias.length; row++) {
            output[row] = (float) (bias[row] + dot(weights, row * input.length, input));
        }
        return output;
    }

    /** Four sums side by side: each addition of a single one would wait for the one before. */
    private static double dot(float[] weights, int from, float[] input) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 3 < input.length; i += 4) {
            a += (double) weights[from + i] * input[i];
            b += (double) weights[from + i + 1] * input[i + 1];
            c += (double) weights[from + i + 2] * input[i + 2];
            d += (double) weights[from + i + 3] * input[i + 3];
        }
        for (; i < input.length; i++) {
            a += (double) weights[from + i] * input[i];
        }
        return a + b + (c + d);
    }

    private static float[] softmax(float[] logits) {
        float max = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - max);
        }
        float[] probabilities = new float[logits.length];
        for (int i = 0; i < logits.length; i++) {
            probabilities[i] = (float) (Math.exp(logits[i] - max) / sum);
        }
        return probabilities;
    }
}
