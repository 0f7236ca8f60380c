package io.headwater.model;

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

    /** A head without a hidden layer: a linear probe. */
    public static Head linear(int embeddingSize, int classes, float[] weights, float[] bias) {
        return new Head(embeddingSize, 0, classes, new float[0], new float[0], weights, bias);
    }

    /** Reads the head back out of a version's ONNX file. */
    public static Head read(Path versionOnnx) throws IOException {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Probabilities {@code [classes]} for one embedding {@code [d]}. */
    public float[] probabilities(float[] embedding) {
        throw new UnsupportedOperationException("not built yet");
    }
}
