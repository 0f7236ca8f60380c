package io.headwater.trainer.internal.tail;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What takes parts of tensors and puts them together. */
final class PartOperators {

    static final Map<String, Operator> ALL = new HashMap<>();

    static {
        ALL.put("Gather", PartOperators::gather);
        ALL.put("Concat", PartOperators::concat);
        ALL.put("Slice", PartOperators::slice);
        ALL.put("Pad", PartOperators::pad);
    }

    private PartOperators() {}

    private static void gather(Frame frame) {
        IntTensor data = frame.integers(0);
        frame.put(data.gather(ShapeOperators.axis(frame.integer("axis", 0), data.dims().length), frame.integers(1)));
    }

    private static void concat(Frame frame) {
        if (frame.isInteger(0)) {
            List<IntTensor> parts = new ArrayList<>();
            for (int i = 0; i < frame.inputs(); i++) {
                parts.add(frame.integers(i));
            }
            frame.put(IntTensor.concat(parts));
            return;
        }
        NDList parts = new NDList();
        for (int i = 0; i < frame.inputs(); i++) {
            parts.add(frame.array(i));
        }
        int rank = parts.get(0).getShape().dimension();
        frame.put(NDArrays.concat(parts, ShapeOperators.axis(frame.integer("axis", 0), rank)));
    }

    private static void slice(Frame frame) {
        long[] starts = frame.integers("starts", 1);
        long[] ends = frame.integers("ends", 2);
        long[] first = new long[starts.length];
        Arrays.setAll(first, i -> i);
        long[] axes = frame.integers("axes", 3);
        axes = axes == null ? first : axes;
        long[] steps = frame.has(4) ? frame.integers(4).values() : new long[0];
        if (frame.isInteger(0)) {
            IntTensor result = frame.integers(0);
            for (int i = 0; i < starts.length; i++) {
                int axis = ShapeOperators.axis(axes[i], result.dims().length);
                result = result.slice(axis, starts[i], ends[i], steps.length == 0 ? 1 : steps[i]);
            }
            frame.put(result);
            return;
        }
        NDArray result = frame.array(0);
        for (int i = 0; i < starts.length; i++) {
            result = slice(result, axes[i], starts[i], ends[i], steps.length == 0 ? 1 : steps[i]);
        }
        frame.put(result);
    }

    private static NDArray slice(NDArray input, long axis, long start, long end, long step) {
        if (step < 1) {
            throw new IllegalArgumentException("a Slice backwards is not supported");
        }
        int at = ShapeOperators.axis(axis, input.getShape().dimension());
        long size = input.getShape().get(at);
        long first = Math.max(0, Math.min(start < 0 ? start + size : start, size));
        long last = Math.max(first, Math.min(end < 0 ? end + size : end, size));
        NDIndex index = new NDIndex();
        for (int i = 0; i < at; i++) {
            index.addAllDim();
        }
        return input.get(index.addSliceDim(first, last, step));
    }

    private static void pad(Frame frame) {
        if (!frame.text("mode", "constant").equals("constant")) {
            throw new IllegalArgumentException("only a Pad with a constant is supported");
        }
        NDArray input = frame.array(0);
        int rank = input.getShape().dimension();
        long[] pads = frame.integers("pads", 1);
        if (frame.has(3) || pads.length != 2 * rank || Arrays.stream(pads).anyMatch(pad -> pad < 0)) {
            throw new IllegalArgumentException("a Pad of chosen axes, or of less than nothing, is not supported");
        }
        // PyTorch wants pairs from the last axis to the first.
        long[] pairs = new long[2 * rank];
        for (int i = 0; i < rank; i++) {
            pairs[2 * i] = pads[rank - 1 - i];
            pairs[2 * i + 1] = pads[2 * rank - 1 - i];
        }
        frame.put(input.pad(new Shape(pairs), frame.scalar("value", 2, 0)));
    }
}
