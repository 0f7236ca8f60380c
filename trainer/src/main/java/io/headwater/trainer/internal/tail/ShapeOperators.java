package io.headwater.trainer.internal.tail;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What gives values another shape, and what computes with shapes. */
final class ShapeOperators {

    static final Map<String, Operator> ALL = new HashMap<>();

    static {
        ALL.put("Constant", ShapeOperators::constant);
        ALL.put("ConstantOfShape", ShapeOperators::constantOfShape);
        ALL.put("Shape", ShapeOperators::shape);
        ALL.put("Flatten", ShapeOperators::flatten);
        ALL.put("Reshape", ShapeOperators::reshape);
        ALL.put("Squeeze", ShapeOperators::squeeze);
        ALL.put("Unsqueeze", ShapeOperators::unsqueeze);
        ALL.put("Transpose", ShapeOperators::transpose);
    }

    private ShapeOperators() {}

    /** Axes from 0, in ascending order. */
    static int[] axes(long[] axes, int rank) {
        return Arrays.stream(axes)
                .mapToInt(axis -> (int) (axis < 0 ? axis + rank : axis))
                .sorted()
                .toArray();
    }

    /** The axis from 0. */
    static int axis(long axis, int rank) {
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
}
