package io.headwater.model.internal.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;
import java.util.stream.LongStream;

/** Nodes, attributes and value descriptions of the ONNX format. */
public final class OnnxNodes {

    private OnnxNodes() {}

    /** A node with one output, named after it. */
    public static NodeProto node(String op, List<String> inputs, String output, AttributeProto... attributes) {
        return NodeProto.newBuilder()
                .setOpType(op)
                .setName("headwater/" + output)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(List.of(attributes))
                .build();
    }

    public static AttributeProto attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.INT)
                .setI(value)
                .build();
    }

    public static AttributeProto attribute(String name, long... values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.INTS)
                .addAllInts(LongStream.of(values).boxed().toList())
                .build();
    }

    /** Describes an input or output; a String dimension is symbolic, a number is fixed. */
    public static ValueInfoProto value(String name, DataType type, Object... dims) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (Object dim : dims) {
            TensorShapeProto.Dimension.Builder builder = shape.addDimBuilder();
            if (dim instanceof Number number) {
                builder.setDimValue(number.longValue());
            } else {
                builder.setDimParam((String) dim);
            }
        }
        TypeProto.Tensor tensor = TypeProto.Tensor.newBuilder()
                .setElemType(type.getNumber())
                .setShape(shape)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    /** The fixed dimension, or -1 where it is symbolic, unknown or absent. */
    public static long dim(ValueInfoProto value, int axis) {
        TensorShapeProto shape = value.getType().getTensorType().getShape();
        return axis < shape.getDimCount() && shape.getDim(axis).hasDimValue()
                ? shape.getDim(axis).getDimValue()
                : -1;
    }

    public static int rank(ValueInfoProto value) {
        return value.getType().getTensorType().hasShape()
                ? value.getType().getTensorType().getShape().getDimCount()
                : -1;
    }
}
