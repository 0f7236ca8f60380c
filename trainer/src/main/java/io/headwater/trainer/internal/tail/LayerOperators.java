package io.headwater.trainer.internal.tail;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import java.util.Arrays;
import java.util.Map;

/** The layers that hold weights. */
final class LayerOperators {

    private static final Shape NO_PADDING = new Shape(0, 0);

    static final Map<String, Operator> ALL = Map.of(
            "Conv", LayerOperators::conv,
            "BatchNormalization", LayerOperators::batchNormalization,
            "Gemm", LayerOperators::gemm,
            "MatMul", frame -> frame.put(frame.array(0).matMul(frame.array(1))));

    private LayerOperators() {}

    private static void conv(Frame frame) {
        NDArray input = frame.array(0);
        NDArray weight = frame.array(1);
        if (weight.getShape().dimension() != 4) {
            throw new IllegalArgumentException("only convolutions over height and width are supported");
        }
        long[] strides = frame.list("strides", new long[] {1, 1});
        long[] dilations = frame.list("dilations", new long[] {1, 1});
        long[] kernel = {weight.getShape().get(2), weight.getShape().get(3)};
        Padding padding = Padding.of(frame, input, kernel, strides, dilations);
        boolean symmetric = padding.isSymmetric();
        frame.put(Conv2d.conv2d(
                        symmetric ? input : padding.apply(input, 0),
                        weight,
                        frame.arrayOrNull(2),
                        new Shape(strides),
                        symmetric ? padding.symmetric() : NO_PADDING,
                        new Shape(dilations),
                        (int) frame.integer("group", 1))
                .singletonOrThrow());
    }

    /** With the running statistics, which stay as they are; scale and shift may be trained. */
    private static void batchNormalization(Frame frame) {
        NDArray input = frame.array(0);
        long[] channels = new long[input.getShape().dimension()];
        Arrays.fill(channels, 1);
        channels[1] = -1;
        Shape perChannel = new Shape(channels);
        NDArray scale = frame.array(1)
                .div(frame.array(4).add(frame.number("epsilon", 1e-5f)).sqrt());
        NDArray shift = frame.array(2).sub(frame.array(3).mul(scale));
        frame.put(input.mul(scale.reshape(perChannel)).add(shift.reshape(perChannel)));
    }

    private static void gemm(Frame frame) {
        NDArray left = frame.integer("transA", 0) == 1 ? frame.array(0).transpose() : frame.array(0);
        NDArray right = frame.integer("transB", 0) == 1 ? frame.array(1).transpose() : frame.array(1);
        NDArray product = left.matMul(right).mul(frame.number("alpha", 1));
        frame.put(frame.has(2) ? product.add(frame.array(2).mul(frame.number("beta", 1))) : product);
    }
}
