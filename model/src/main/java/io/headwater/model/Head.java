package io.headwater.model;

import io.headwater.model.internal.onnx.HeadGraph;
import io.headwater.model.internal.onnx.OnnxFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
        return probabilities(List.of(embedding)).get(0);
    }

    /** Probabilities {@code [n][classes]} for embeddings {@code [n][d]}; much faster than one by one. */
    public List<float[]> probabilities(List<float[]> embeddings) {
        float[][] first = hidden > 0 ? byInput(hiddenWeights, hidden, embeddingSize) : null;
        float[][] last = byInput(outputWeights, classes, hidden > 0 ? hidden : embeddingSize);
        List<float[]> probabilities = new ArrayList<>(embeddings.size());
        for (float[] embedding : embeddings) {
            require("embedding", embedding, embeddingSize);
            float[] features = embedding;
            if (hidden > 0) {
                features = linear(first, hiddenBias, embedding);
                for (int i = 0; i < hidden; i++) {
                    features[i] = Math.max(0, features[i]);
                }
            }
            probabilities.add(softmax(linear(last, outputBias, features)));
        }
        return probabilities;
    }

    /** {@code [outputs][inputs]}, row-major, as {@code [inputs][outputs]}. */
    private static float[][] byInput(float[] weights, int outputs, int inputs) {
        float[][] transposed = new float[inputs][outputs];
        for (int input = 0; input < inputs; input++) {
            for (int output = 0; output < outputs; output++) {
                transposed[input][output] = weights[output * inputs + input];
            }
        }
        return transposed;
    }

    /**
     * Adds what each input gives to all outputs, which the compiler makes vector instructions of; it does not of a sum over
     * the inputs, whose order it may not change.
     */
    private static float[] linear(float[][] byInput, float[] bias, float[] input) {
        float[] output = bias.clone();
        for (int i = 0; i < input.length; i++) {
            addScaled(output, byInput[i], input[i]);
        }
        return output;
    }

    private static void addScaled(float[] sum, float[] values, float factor) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * values[i];
        }
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
