package io.headwater.trainer.internal.tail;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What moves values without changing them, and what computes with shapes. */
final class ShapeOperators {

    static final Map<String, Operator> ALL = new HashMap<>();

    static {
        ALL.put("Constant", ShapeOperators::constant);
        ALL.put("ConstantOfShape", ShapeOperators::constantOfShape);
        ALL.put("Shape", ShapeOperators::shape);
        ALL.put("Gather", ShapeOperators::gather);
        ALL.put("Concat", ShapeOperators::concat);
        ALL.put("Flatten", ShapeOperators::flatten);
        ALL.put("Reshape", ShapeOperators::reshape);
        ALL.put("Squeeze", ShapeOperators::squeeze);
        ALL.put("Unsqueeze", ShapeOperators::unsqueeze);
        ALL.put("Transpose", ShapeOperators::transpose);
        ALL.put("Slice", ShapeOperators::slice);
        ALL.put("Pad", ShapeOperators::pad);
    }

    private ShapeOperators() {}

    /** Axes from 0, in ascending order. */
    static int[] axes(long[] axes, int rank) {
        return Arrays.stream(axes)
                .mapToInt(axis -> (int) (axis < 0 ? axis + rank : axis))
                .sorted()
                .toArray();
    }

    private static int axis(long axis, int rank) {
        return (int) (axis < 0 ? axis + rank : axis);
    }

    private static void constant(Frame frame) {
        String form = frame.node().getAttribute(0).getName();
        switch (form) {
            case "value" -> {
                TensorProto tensor = frame.tensor(form);
                if (TensorValues.isFloat(tensor)) {
                    frame.put(
                            frame.manager().create(TensorValues.floats(tensor), new Shape(TensorValues.dims(tensor))));
                } else {
                    frame.put(TensorValues.integers(tensor));
                }
            }
            case "value_float" -> frame.put(frame.manager().create(frame.number(form, 0)));
            case "value_int" -> frame.put(new IntTensor(new long[] {frame.integer(form, 0)}, new long[0]));
            case "value_ints" -> frame.put(IntTensor.vector(frame.list(form, null)));
            default -> throw new IllegalArgumentException("a constant of the form " + form + " is not supported");
        }
    }

    private static void constantOfShape(Frame frame) {
        long[] dims = frame.integers(0).values();
        TensorProto value = frame.tensor("value");
        if (value == null) {
            frame.put(frame.manager().zeros(new Shape(dims)));
        } else if (TensorValues.isFloat(value)) {
            frame.put(frame.manager().full(new Shape(dims), TensorValues.floats(value)[0]));
        } else {
            frame.put(IntTensor.filled(dims, TensorValues.integers(value).values()[0]));
        }
    }

    private static void shape(Frame frame) {
        long[] dims = frame.isInteger(0)
                ? frame.integers(0).dims()
                : frame.array(0).getShape().getShape();
        int start = axis(frame.integer("start", 0), dims.length);
        int end = axis(frame.integer("end", dims.length), dims.length);
        frame.put(IntTensor.vector(Arrays.copyOfRange(dims, start, Math.min(end, dims.length))));
    }

    private static void gather(Frame frame) {
        IntTensor data = frame.integers(0);
        frame.put(data.gather(axis(frame.integer("axis", 0), data.dims().length), frame.integers(1)));
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
        frame.put(NDArrays.concat(parts, axis(frame.integer("axis", 0), rank)));
    }

    private static void flatten(Frame frame) {
        NDArray input = frame.array(0);
        int axis = axis(frame.integer("axis", 1), input.getShape().dimension());
        long rows = input.getShape().slice(0, axis).size();
        frame.put(input.reshape(rows, input.size() / rows));
    }

    private static void reshape(Frame frame) {
        long[] target = frame.integers(1).values();
        if (frame.isInteger(0)) {
            frame.put(frame.integers(0).reshape(target));
            return;
        }
        NDArray input = frame.array(0);
        long[] dims = target.clone();
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] == 0 && frame.integer("allowzero", 0) == 0) {
                dims[i] = input.getShape().get(i);
            }
        }
        frame.put(input.reshape(new Shape(dims)));
    }

    private static void squeeze(Frame frame) {
        long[] axes = frame.integers("axes", 1);
        if (frame.isInteger(0)) {
            IntTensor input = frame.integers(0);
            if (input.values().length != 1) {
                throw new IllegalArgumentException("a Squeeze of several whole numbers is not supported");
            }
            frame.put(new IntTensor(input.values(), new long[0]));
            return;
        }
        NDArray input = frame.array(0);
        frame.put(
                axes == null
                        ? input.squeeze()
                        : input.squeeze(axes(axes, input.getShape().dimension())));
    }

    private static void unsqueeze(Frame frame) {
        long[] axes = frame.integers("axes", 1);
        long[] dims = frame.isInteger(0)
                ? frame.integers(0).dims()
                : frame.array(0).getShape().getShape();
        int[] added = axes(axes, dims.length + axes.length);
        long[] target = new long[dims.length + axes.length];
        int from = 0;
        for (int i = 0; i < target.length; i++) {
            target[i] = Arrays.binarySearch(added, i) >= 0 ? 1 : dims[from++];
        }
        if (frame.isInteger(0)) {
            frame.put(new IntTensor(frame.integers(0).values(), target));
        } else {
            frame.put(frame.array(0).reshape(new Shape(target)));
        }
    }

    private static void transpose(Frame frame) {
        int rank = frame.isInteger(0)
                ? frame.integers(0).dims().length
                : frame.array(0).getShape().dimension();
        long[] reversed = new long[rank];
        Arrays.setAll(reversed, i -> rank - 1 - i);
        int[] permutation = Arrays.stream(frame.list("perm", reversed))
                .mapToInt(Math::toIntExact)
                .toArray();
        if (frame.isInteger(0)) {
            frame.put(frame.integers(0).transpose(permutation));
        } else {
            frame.put(frame.array(0).transpose(permutation));
        }
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
                int axis = axis(axes[i], result.dims().length);
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
        int at = axis(axis, input.getShape().dimension());
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
