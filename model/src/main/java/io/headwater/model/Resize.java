package io.headwater.model;

/** How a decoded image becomes a square of the model's input size. */
public enum Resize {
    /** Both sides are scaled to the input size; the aspect ratio is lost, the whole image is seen. */
    STRETCH,
    /**
     * The shorter side is scaled to {@code round(inputSize * 256 / 224)} and the centre square of the input size
     * is cut out: what torchvision and Keras evaluation pipelines do.
     */
    CROP;

    /** Parses {@code stretch} or {@code crop}, in any case. */
    public static Resize parse(String text) {
        for (Resize resize : values()) {
            if (resize.name().equalsIgnoreCase(text.strip())) {
                return resize;
            }
        }
        throw new IllegalArgumentException("Unknown resize '" + text + "': use stretch or crop");
    }
}
