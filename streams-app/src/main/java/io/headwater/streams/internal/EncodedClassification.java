package io.headwater.streams.internal;

import io.headwater.vision.Classification;
import java.util.function.Function;

/**
 * A classification and the bytes that go to its topic, which the worker makes that classified: encoding them was a fifth of
 * what a stream thread does for a small network's image.
 */
public record EncodedClassification(Classification classification, byte[] bytes) {

    public static EncodedClassification of(Classification classification, Function<Classification, byte[]> encoder) {
        return new EncodedClassification(classification, encoder.apply(classification));
    }
}
