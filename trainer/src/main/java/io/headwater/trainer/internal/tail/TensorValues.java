package io.headwater.trainer.internal.tail;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;

/** Reads the values of ONNX tensors. */
final class TensorValues {

    private TensorValues() {}

    static boolean isFloat(TensorProto tensor) {
        return tensor.getDataType() == DataType.FLOAT.getNumber();
    }

    static long[] dims(TensorProto tensor) {
        return tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
    }

    static float[] floats(TensorProto tensor) {
        if (!tensor.hasRawData()) {
            float[] values = new float[tensor.getFloatDataCount()];
            for (int i = 0; i < values.length; i++) {
                values[i] = tensor.getFloatData(i);
            }
            return values;
        }
        FloatBuffer raw = raw(tensor).asFloatBuffer();
        float[] values = new float[raw.remaining()];
        raw.get(values);
        return values;
    }

    /**
     * Values of an INT64 or INT32 tensor.
     *
     * @throws IllegalArgumentException it is of another type
     */
    static IntTensor integers(TensorProto tensor) {
        DataType type = DataType.forNumber(tensor.getDataType());
        long[] values;
        if (type == DataType.INT64) {
            if (tensor.hasRawData()) {
                LongBuffer raw = raw(tensor).asLongBuffer();
                values = new long[raw.remaining()];
                raw.get(values);
            } else {
                values = tensor.getInt64DataList().stream()
                        .mapToLong(Long::longValue)
                        .toArray();
            }
        } else if (type == DataType.INT32) {
            if (tensor.hasRawData()) {
                int[] raw = new int[tensor.getRawData().size() / Integer.BYTES];
                raw(tensor).asIntBuffer().get(raw);
                values = Arrays.stream(raw).asLongStream().toArray();
            } else {
                values = tensor.getInt32DataList().stream()
                        .mapToLong(Integer::longValue)
                        .toArray();
            }
        } else {
            throw new IllegalArgumentException("the constant '" + tensor.getName() + "' is of type " + type);
        }
        return new IntTensor(values, dims(tensor));
    }

    private static ByteBuffer raw(TensorProto tensor) {
        return tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
}
