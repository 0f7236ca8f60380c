package io.headwater.model;

import java.util.Arrays;
import java.util.Locale;

/** Number format in which a model's layers compute. */
public enum Precision {
    /** As trained. */
    FLOAT32,
    /** Half precision, for GPUs: derived from the float32 model where it is loaded. */
    FLOAT16,
    /** Quantised to 8 bits, for CPUs. */
    INT8;

    /** Parses {@code float32}, {@code float16} or {@code int8}. */
    public static Precision parse(String text) {
        String value = text.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(precision -> precision.toString().equals(value))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("Unknown precision '" + text + "': use float32, float16 or int8"));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
