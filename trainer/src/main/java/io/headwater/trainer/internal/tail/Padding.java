package io.headwater.trainer.internal.tail;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** The padding of a convolution or pooling over height and width. */
record Padding(long top, long left, long bottom, long right) {

    /** Of the node's {@code pads}, or of its {@code auto_pad} for this input. */
    static Padding of(Frame frame, NDArray input, long[] kernel, long[] strides, long[] dilations) {
        String auto = frame.text("auto_pad", "NOTSET");
        switch (auto) {
            case "NOTSET" -> {
                long[] pads = frame.list("pads", new long[] {0, 0, 0, 0});
                return new Padding(pads[0], pads[1], pads[2], pads[3]);
            }
            case "VALID" -> {
                return new Padding(0, 0, 0, 0);
            }
            default -> {
                long height = same(input.getShape().get(2), kernel[0], strides[0], dilations[0]);
                long width = same(input.getShape().get(3), kernel[1], strides[1], dilations[1]);
                long smallHeight = height / 2;
                long smallWidth = width / 2;
                return auto.equals("SAME_LOWER")
                        ? new Padding(height - smallHeight, width - smallWidth, smallHeight, smallWidth)
                        : new Padding(smallHeight, smallWidth, height - smallHeight, width - smallWidth);
            }
        }
    }

    private static long same(long size, long kernel, long stride, long dilation) {
        long outputs = (size + stride - 1) / stride;
        return Math.max(0, (outputs - 1) * stride + (kernel - 1) * dilation + 1 - size);
    }

    boolean isSymmetric() {
        return top == bottom && left == right;
    }

    boolean isNone() {
        return top == 0 && left == 0 && bottom == 0 && right == 0;
    }

    Shape symmetric() {
        return new Shape(top, left);
    }

    /** The input with the padding around it. */
    NDArray apply(NDArray input, double value) {
        return isNone() ? input : input.pad(new Shape(left, right, top, bottom), value);
    }
}
