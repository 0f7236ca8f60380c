package io.headwater.model.testing;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Builds small networks with pseudo-random weights, as exporters would write them. */
public final class OnnxBuilder {

    private final ModelProto.Builder model = ModelProto.newBuilder().setProducerName("test");
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("network");
    private final Random random = new Random(11);
    private int names;

    public OnnxBuilder(int irVersion, int opset) {
        model.setIrVersion(irVersion)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset));
    }

    /** A float input; a String dimension is symbolic. */
    public OnnxBuilder input(String name, Object... dims) {
        graph.addInput(value(name, DataType.FLOAT, dims));
        return this;
    }

    public OnnxBuilder output(String name, Object... dims) {
        graph.addOutput(value(name, DataType.FLOAT, dims));
        return this;
    }

    /** Any value description, such as an input of another type. */
    public static ValueInfoProto value(String name, DataType type, Object... dims) {
        TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(type.getNumber());
        for (Object dim : dims) {
            if (dim instanceof String symbol) {
                tensor.getShapeBuilder().addDimBuilder().setDimParam(symbol);
            } else {
                tensor.getShapeBuilder().addDimBuilder().setDimValue(((Number) dim).longValue());
            }
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    /** A node; returns the name of its output. */
    public String node(String op, List<String> inputs, AttributeProto... attributes) {
        String output = op.toLowerCase(Locale.ROOT) + "_" + names++;
        return node(op, inputs, output, attributes);
    }

    public String node(String op, List<String> inputs, String output, AttributeProto... attributes) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType(op)
                .setName("node_" + output)
                .setDocString("stack trace of the exporter")
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(List.of(attributes)));
        return output;
    }

    /** Convolution with bias and padding that keeps the size at stride 1. */
    public String conv(String input, int from, int to, int kernel, int stride, int groups) {
        float scale = (float) Math.sqrt(2.0 * groups / (from * kernel * kernel));
        String weight = weights(scale, to, from / groups, kernel, kernel);
        String bias = weights(0.1f, to);
        int pad = kernel / 2;
        return node(
                "Conv",
                List.of(input, weight, bias),
                ints("kernel_shape", kernel, kernel),
                ints("strides", stride, stride),
                ints("pads", pad, pad, pad, pad),
                integer("group", groups));
    }

    /** A float initializer of normal pseudo-random values. */
    public String weights(float scale, long... dims) {
        int size = 1;
        for (long dim : dims) {
            size *= (int) dim;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian() * scale;
        }
        return floats("w" + names++, values, dims);
    }

    public String floats(String name, float[] values, long... dims) {
        graph.addInitializer(floatTensor(name, values, dims));
        return name;
    }

    public String longs(String name, long... values) {
        graph.addInitializer(longTensor(name, values));
        return name;
    }

    /** The last initializer becomes what some exporters write instead: a Constant node. */
    public OnnxBuilder lastInitializerAsConstantNode() {
        TensorProto tensor = graph.getInitializer(graph.getInitializerCount() - 1);
        graph.removeInitializer(graph.getInitializerCount() - 1);
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Constant")
                .addOutput(tensor.getName())
                .addAttribute(AttributeProto.newBuilder()
                        .setName("value")
                        .setType(AttributeProto.AttributeType.TENSOR)
                        .setT(tensor.toBuilder().clearName())));
        return this;
    }

    /** As before IR version 4: every initializer is an input too. */
    public OnnxBuilder initializersAsInputs() {
        for (TensorProto tensor : graph.getInitializerList()) {
            graph.addInput(value(
                    tensor.getName(),
                    DataType.forNumber(tensor.getDataType()),
                    tensor.getDimsList().toArray()));
        }
        return this;
    }

    public GraphProto.Builder graph() {
        return graph;
    }

    public ModelProto build() {
        return model.setGraph(graph).build();
    }

    public Path write(Path file) throws IOException {
        return Files.write(file, build().toByteArray());
    }

    public static TensorProto floatTensor(String name, float[] values, long... dims) {
        ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(DataType.FLOAT.getNumber())
                .setRawData(ByteString.copyFrom(raw.array()));
        for (long dim : dims) {
            tensor.addDims(dim);
        }
        return tensor.build();
    }

    private static TensorProto longTensor(String name, long... values) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(DataType.INT64.getNumber())
                .addDims(values.length);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        return tensor.build();
    }

    public static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    public static AttributeProto ints(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }
}
