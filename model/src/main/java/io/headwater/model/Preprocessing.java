package io.headwater.model;

import java.util.Arrays;
import java.util.Objects;

/**
 * What a backbone expects of an image. The graph computes {@code (pixel - mean) / std} per channel, on pixels from
 * 0 to 255.
 *
 * @param inputSize width and height of the input in pixels
 * @param resize how an image becomes a square
 * @param mean per RGB channel, in units of 0 to 255
 * @param std per RGB channel, in units of 0 to 255
 * @param bgr whether the backbone was trained with the channels in the order blue, green, red
 */
public record Preprocessing(int inputSize, Resize resize, float[] mean, float[] std, boolean bgr) {

    public Preprocessing {
        Objects.requireNonNull(resize, "resize");
        mean = mean.clone();
        std = std.clone();
    }

    /** One of the presets {@code torchvision}, {@code tf}, {@code caffe} and {@code raw}. */
    public static Preprocessing named(String preset, int inputSize) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Parses what {@code --preprocess} takes: {@code tf}, or {@code mean=…,std=…,size=…,resize=crop}. */
    public static Preprocessing parse(String text) {
        throw new UnsupportedOperationException("not built yet");
    }

    @Override
    public float[] mean() {
        return mean.clone();
    }

    @Override
    public float[] std() {
        return std.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Preprocessing that
                && inputSize == that.inputSize
                && resize == that.resize
                && bgr == that.bgr
                && Arrays.equals(mean, that.mean)
                && Arrays.equals(std, that.std);
    }

    @Override
    public int hashCode() {
        return Objects.hash(inputSize, resize, bgr, Arrays.hashCode(mean), Arrays.hashCode(std));
    }
}
