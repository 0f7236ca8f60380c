package io.headwater.model.internal.quantisation;

/**
 * How the floats of a tensor become bytes: {@code real = scale * (byte - zeroPoint)}, as ONNX's QuantizeLinear has it.
 *
 * @param zeroPoint the byte that stands for 0, 0 to 255
 */
record ByteScale(float scale, int zeroPoint) {

    static final int STEPS = 255;

    /** The scale for values from {@code low} to {@code high}; what lies outside is cut off. 0 is always exact. */
    static ByteScale of(double low, double high) {
        double from = Math.min(0, low);
        double to = Math.max(0, high);
        // A tensor that was always 0 must not have the scale 0.
        double scale = to > from ? (to - from) / STEPS : 1.0 / STEPS;
        long zero = Math.round(-from / scale);
        return new ByteScale((float) scale, (int) Math.max(0, Math.min(STEPS, zero)));
    }
}
