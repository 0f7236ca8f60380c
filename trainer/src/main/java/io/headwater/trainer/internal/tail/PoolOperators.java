package io.headwater.trainer.internal.tail;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/** Pooling and reductions. */
final class PoolOperators {

    /** Below every activation: padding that a maximum never takes. */
    private static final double LOWEST = -1e30;

    private static final long[] ONES = {1, 1};

    static final Map<String, Operator> ALL = Map.of(
            "GlobalAveragePool", frame -> frame.put(reduce(frame.array(0), spatial(frame), true, false)),
            "GlobalMaxPool", frame -> frame.put(reduce(frame.array(0), spatial(frame), true, true)),
            "ReduceMean", frame -> reduce(frame, false),
            "ReduceMax", frame -> reduce(frame, true),
            "AveragePool", PoolOperators::averagePool,
            "MaxPool", PoolOperators::maxPool);

    private PoolOperators() {}

    private static int[] spatial(Frame frame) {
        return IntStream.range(2, frame.array(0).getShape().dimension()).toArray();
    }

    private static void reduce(Frame frame, boolean max) {
        NDArray input = frame.array(0);
        int rank = input.getShape().dimension();
        long[] axes = frame.integers("axes", 1);
        int[] all;
        if (axes == null || axes.length == 0) {
            if (frame.integer("noop_with_empty_axes", 0) == 1) {
                frame.put(input);
                return;
            }
            all = IntStream.range(0, rank).toArray();
        } else {
            all = ShapeOperators.axes(axes, rank);
        }
        frame.put(reduce(input, all, frame.integer("keepdims", 1) == 1, max));
    }

    /** Axis by axis from the last: DJL's mean takes one axis only. */
    private static NDArray reduce(NDArray input, int[] axes, boolean keepDims, boolean max) {
        NDArray result = input;
        for (int i = axes.length - 1; i >= 0; i--) {
            int[] axis = {axes[i]};
            result = max ? result.max(axis, keepDims) : result.mean(axis, keepDims);
        }
        return result;
    }

    private static void maxPool(Frame frame) {
        NDArray input = frame.array(0);
        long[] kernel = frame.list("kernel_shape", ONES);
        long[] strides = frame.list("strides", ONES);
        requireNoDilation(frame);
        NDArray padded = Padding.of(frame, input, kernel, strides, ONES).apply(input, LOWEST);
        frame.put(Pool.maxPool2d(padded, new Shape(kernel), new Shape(strides), new Shape(0, 0), ceil(frame)));
    }

    private static void averagePool(Frame frame) {
        NDArray input = frame.array(0);
        long[] kernel = frame.list("kernel_shape", ONES);
        long[] strides = frame.list("strides", ONES);
        requireNoDilation(frame);
        Padding padding = Padding.of(frame, input, kernel, strides, ONES);
        if (ceil(frame)) {
            throw new IllegalArgumentException("AveragePool with ceil_mode is not supported");
        }
        NDArray means = average(padding.apply(input, 0), kernel, strides);
        if (!padding.isNone() && frame.integer("count_include_pad", 0) == 0) {
            NDArray inside = padding.apply(input.onesLike(), 0);
            means = means.div(average(inside, kernel, strides));
        }
        frame.put(means);
    }

    private static NDArray average(NDArray input, long[] kernel, long[] strides) {
        return Pool.avgPool2d(input, new Shape(kernel), new Shape(strides), new Shape(0, 0), false, true);
    }

    private static boolean ceil(Frame frame) {
        return frame.integer("ceil_mode", 0) == 1;
    }

    private static void requireNoDilation(Frame frame) {
        if (!Arrays.equals(frame.list("dilations", ONES), ONES)) {
            throw new IllegalArgumentException("pooling with dilations is not supported");
        }
    }
}
