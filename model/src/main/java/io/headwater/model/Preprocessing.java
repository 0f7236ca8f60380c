package io.headwater.model;

import java.util.Arrays;
import java.util.Locale;
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

    private static final int CHANNELS = 3;
    private static final int MAX_SIZE = 2048;

    public Preprocessing {
        Objects.requireNonNull(resize, "resize");
        mean = mean.clone();
        std = std.clone();
        if (inputSize < 1 || inputSize > MAX_SIZE) {
            throw new IllegalArgumentException("size must be 1 to " + MAX_SIZE + " pixels, not " + inputSize);
        }
        if (mean.length != CHANNELS || std.length != CHANNELS) {
            throw new IllegalArgumentException("mean and std must have three values, one per RGB channel, not "
                    + mean.length + " and " + std.length);
        }
        for (float value : std) {
            if (!(value > 0)) {
                throw new IllegalArgumentException("std must be above 0, not " + Arrays.toString(std));
            }
        }
    }

    /**
     * The usual ways to feed a network, all with {@link Resize#CROP}.
     *
     * <ul>
     *   <li>{@code torchvision}: ImageNet's mean and deviation, as torchvision's models are trained
     *   <li>{@code tf}: {@code pixel / 127.5 - 1}, as Keras does for MobileNet, Inception and Xception
     *   <li>{@code caffe}: ImageNet's mean in BGR, unscaled, as Keras does for VGG and ResNet
     *   <li>{@code unit}: {@code pixel / 255}
     *   <li>{@code raw}: pixels as they are, 0 to 255, for networks that scale by themselves (Keras EfficientNet)
     * </ul>
     */
    public static Preprocessing named(String preset, int inputSize) {
        return switch (preset.strip().toLowerCase(Locale.ROOT)) {
            // torchvision.transforms: mean 0.485, 0.456, 0.406; std 0.229, 0.224, 0.225
            case "torchvision" -> crop(inputSize, rgb(123.675f, 116.28f, 103.53f), rgb(58.395f, 57.12f, 57.375f));
            case "tf" -> crop(inputSize, rgb(127.5f, 127.5f, 127.5f), rgb(127.5f, 127.5f, 127.5f));
            // keras.applications.imagenet_utils: mean 103.939, 116.779, 123.68 in BGR
            case "caffe" ->
                new Preprocessing(inputSize, Resize.CROP, rgb(123.68f, 116.779f, 103.939f), rgb(1, 1, 1), true);
            case "unit" -> crop(inputSize, rgb(0, 0, 0), rgb(255, 255, 255));
            case "raw" -> crop(inputSize, rgb(0, 0, 0), rgb(1, 1, 1));
            default ->
                throw new IllegalArgumentException("Unknown preprocessing '" + preset
                        + "': use torchvision, tf, caffe, unit or raw, or mean=R,G,B,std=R,G,B,size=PIXELS");
        };
    }

    /**
     * Parses what {@code --preprocess} takes: a preset, settings, or a preset and settings that differ from it, such as
     * {@code tf}, {@code torchvision,size=96,resize=stretch} or {@code mean=127.5,127.5,127.5,std=64,64,64,size=128}.
     * Without {@code size} it is 224, without {@code resize} crop; {@code order} is rgb or bgr.
     */
    public static Preprocessing parse(String text) {
        return PreprocessingParser.parse(text);
    }

    private static Preprocessing crop(int inputSize, float[] mean, float[] std) {
        return new Preprocessing(inputSize, Resize.CROP, mean, std, false);
    }

    private static float[] rgb(float... channels) {
        return channels;
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
