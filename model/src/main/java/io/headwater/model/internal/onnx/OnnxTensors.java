package io.headwater.model.internal.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.platform.Fp16Conversions;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Tensors of the ONNX format: made, read and brought into the one layout that external data have. */
public final class OnnxTensors {

    /** Largest finite float16. */
    private static final float MAX_HALF = 65_504f;

    private OnnxTensors() {}

    public static TensorProto floats(String name, float[] values, long... dims) {
        ByteBuffer raw = littleEndian(values.length * Float.BYTES);
        raw.asFloatBuffer().put(values);
        return tensor(name, DataType.FLOAT, raw, dims);
    }

    /** The values of a FLOAT tensor in float16; what it cannot hold becomes the largest that it can. */
    static TensorProto halves(String name, TensorProto tensor) {
        float[] values = floats(tensor);
        ByteBuffer raw = littleEndian(values.length * Short.BYTES);
        for (float value : values) {
            // Infinity as a bound of Clip stays one; a comparison that fails lets NaN through.
            boolean tooLarge = Math.abs(value) > MAX_HALF && !Float.isInfinite(value);
            raw.putShort(Fp16Conversions.floatToFp16(tooLarge ? Math.copySign(MAX_HALF, value) : value));
        }
        long[] dims = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
        return tensor(name, DataType.FLOAT16, raw, dims);
    }

    public static TensorProto longs(String name, long... values) {
        ByteBuffer raw = littleEndian(values.length * Long.BYTES);
        raw.asLongBuffer().put(values);
        return tensor(name, DataType.INT64, raw, values.length);
    }

    /** A tensor of any integer type, from its little-endian bytes; a scalar without dims. */
    public static TensorProto integers(String name, DataType type, ByteBuffer raw, long... dims) {
        return tensor(name, type, raw, dims);
    }

    private static TensorProto tensor(String name, DataType type, ByteBuffer raw, long... dims) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .setRawData(ByteString.copyFrom(raw.array()));
        for (long dim : dims) {
            tensor.addDims(dim);
        }
        return tensor.build();
    }

    /** Values of a FLOAT tensor that is not external. */
    public static float[] floats(TensorProto tensor) {
        if (tensor.getDataType() != DataType.FLOAT.getNumber()) {
            throw new IllegalArgumentException(tensor.getName() + " is not a float tensor");
        }
        ByteString raw = raw(tensor);
        float[] values = new float[raw.size() / Float.BYTES];
        raw.asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return values;
    }

    /** Values of an INT64 tensor that is not external. */
    public static long[] longs(TensorProto tensor) {
        if (tensor.getDataType() != DataType.INT64.getNumber()) {
            throw new IllegalArgumentException(tensor.getName() + " is not an int64 tensor");
        }
        ByteString raw = raw(tensor);
        long[] values = new long[raw.size() / Long.BYTES];
        raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(values);
        return values;
    }

    /** Whether the values can be laid out as raw bytes: all types but strings. */
    public static boolean hasRawLayout(TensorProto tensor) {
        return tensor.getDataType() != DataType.STRING.getNumber()
                && tensor.getDataLocation() != TensorProto.DataLocation.EXTERNAL;
    }

    /** The values as raw little-endian bytes, whichever of its fields the tensor keeps them in. */
    public static ByteString raw(TensorProto tensor) {
        if (tensor.hasRawData()) {
            return tensor.getRawData();
        }
        DataType type = DataType.forNumber(tensor.getDataType());
        return switch (type) {
            case FLOAT, COMPLEX64 -> {
                ByteBuffer raw = littleEndian(tensor.getFloatDataCount() * Float.BYTES);
                tensor.getFloatDataList().forEach(raw::putFloat);
                yield ByteString.copyFrom(raw.array());
            }
            case DOUBLE, COMPLEX128 -> {
                ByteBuffer raw = littleEndian(tensor.getDoubleDataCount() * Double.BYTES);
                tensor.getDoubleDataList().forEach(raw::putDouble);
                yield ByteString.copyFrom(raw.array());
            }
            case INT64 -> longBytes(tensor.getInt64DataList(), Long.BYTES);
            case UINT64 -> longBytes(tensor.getUint64DataList(), Long.BYTES);
            case UINT32 -> longBytes(tensor.getUint64DataList(), Integer.BYTES);
            case INT32 -> intBytes(tensor.getInt32DataList(), Integer.BYTES);
            case INT16, UINT16, FLOAT16, BFLOAT16 -> intBytes(tensor.getInt32DataList(), Short.BYTES);
            default -> intBytes(tensor.getInt32DataList(), Byte.BYTES);
        };
    }

    private static ByteString longBytes(List<Long> values, int width) {
        ByteBuffer raw = littleEndian(values.size() * width);
        for (long value : values) {
            if (width == Long.BYTES) {
                raw.putLong(value);
            } else {
                raw.putInt((int) value);
            }
        }
        return ByteString.copyFrom(raw.array());
    }

    private static ByteString intBytes(List<Integer> values, int width) {
        ByteBuffer raw = littleEndian(values.size() * width);
        for (int value : values) {
            switch (width) {
                case Integer.BYTES -> raw.putInt(value);
                case Short.BYTES -> raw.putShort((short) value);
                default -> raw.put((byte) value);
            }
        }
        return ByteString.copyFrom(raw.array());
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
