package io.headwater.trainer.internal.tail;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/**
 * A small tensor of whole numbers: shapes, axes, indices. What computes them is no part of the training and is done
 * here, in plain Java.
 *
 * @param values row-major
 * @param dims none for a scalar
 */
record IntTensor(long[] values, long[] dims) {

    IntTensor {
        if (values.length != product(dims)) {
            throw new IllegalArgumentException(values.length + " values do not fill " + Arrays.toString(dims));
        }
    }

    static IntTensor vector(long... values) {
        return new IntTensor(values, new long[] {values.length});
    }

    /** ONNX's ConstantOfShape. */
    static IntTensor filled(long[] dims, long value) {
        long[] values = new long[Math.toIntExact(product(dims))];
        Arrays.fill(values, value);
        return new IntTensor(values, dims);
    }

    IntTensor reshape(long[] shape) {
        long[] target = shape.clone();
        int open = -1;
        long known = 1;
        for (int i = 0; i < target.length; i++) {
            if (target[i] == 0) {
                target[i] = dims[i];
            }
            if (target[i] == -1) {
                open = i;
            } else {
                known *= target[i];
            }
        }
        if (open >= 0) {
            target[open] = values.length / known;
        }
        return new IntTensor(values, target);
    }

    IntTensor transpose(int[] permutation) {
        int rank = dims.length;
        long[] target = new long[rank];
        for (int i = 0; i < rank; i++) {
            target[i] = dims[permutation[i]];
        }
        long[] result = new long[values.length];
        long[] from = new long[rank];
        for (int at = 0; at < result.length; at++) {
            long[] index = index(at, target);
            for (int i = 0; i < rank; i++) {
                from[permutation[i]] = index[i];
            }
            result[at] = values[offset(from)];
        }
        return new IntTensor(result, target);
    }

    /** ONNX's Slice along one axis; the step may be negative. */
    IntTensor slice(int axis, long start, long end, long step) {
        long size = dims[axis];
        long first = start < 0 ? start + size : start;
        long last = end < 0 ? end + size : end;
        if (step > 0) {
            first = Math.max(0, Math.min(first, size));
            last = Math.max(0, Math.min(last, size));
        } else {
            first = Math.max(0, Math.min(first, size - 1));
            last = Math.max(-1, Math.min(last, size - 1));
        }
        long count = Math.max(0, (last - first + step - Long.signum(step)) / step);
        long begin = first;
        return select(axis, count, i -> begin + i * step);
    }

    /** ONNX's Gather with these indices; a scalar index removes the axis. */
    IntTensor gather(int axis, IntTensor indices) {
        IntTensor picked = select(axis, indices.values.length, i -> {
            long index = indices.values[(int) i];
            return index < 0 ? index + dims[axis] : index;
        });
        if (indices.dims.length > 0) {
            return picked;
        }
        long[] without = new long[dims.length - 1];
        for (int i = 0; i < without.length; i++) {
            without[i] = picked.dims[i < axis ? i : i + 1];
        }
        return new IntTensor(picked.values, without);
    }

    private IntTensor select(int axis, long count, LongUnaryOperator source) {
        long[] target = dims.clone();
        target[axis] = count;
        long[] result = new long[Math.toIntExact(product(target))];
        for (int at = 0; at < result.length; at++) {
            long[] index = index(at, target);
            index[axis] = source.applyAsLong(index[axis]);
            result[at] = values[offset(index)];
        }
        return new IntTensor(result, target);
    }

    /** Vectors one behind the other. */
    static IntTensor concat(List<IntTensor> parts) {
        if (parts.stream().anyMatch(part -> part.dims.length != 1)) {
            throw new IllegalArgumentException("only vectors of whole numbers can be concatenated");
        }
        return vector(
                parts.stream().flatMapToLong(part -> Arrays.stream(part.values)).toArray());
    }

    /** Element by element; one of the two may have a single value. */
    IntTensor combine(IntTensor other, LongBinaryOperator operator) {
        if (values.length != other.values.length && values.length != 1 && other.values.length != 1) {
            throw new IllegalArgumentException(
                    Arrays.toString(dims) + " and " + Arrays.toString(other.dims) + " do not fit");
        }
        boolean shapeOfThis = values.length > other.values.length
                || values.length == other.values.length && dims.length >= other.dims.length;
        long[] result = new long[Math.max(values.length, other.values.length)];
        for (int i = 0; i < result.length; i++) {
            result[i] = operator.applyAsLong(
                    values[values.length == 1 ? 0 : i], other.values[other.values.length == 1 ? 0 : i]);
        }
        return new IntTensor(result, shapeOfThis ? dims : other.dims);
    }

    private static long[] index(long at, long[] dims) {
        long[] index = new long[dims.length];
        long rest = at;
        for (int i = dims.length - 1; i >= 0; i--) {
            index[i] = rest % dims[i];
            rest /= dims[i];
        }
        return index;
    }

    private int offset(long[] index) {
        long offset = 0;
        for (int i = 0; i < dims.length; i++) {
            offset = offset * dims[i] + index[i];
        }
        return (int) offset;
    }

    private static long product(long[] dims) {
        long product = 1;
        for (long dim : dims) {
            product = Math.multiplyExact(product, dim);
        }
        return product;
    }
}
