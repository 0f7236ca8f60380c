package io.headwater.benchmark.speed.workload;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * The feed-forward network of the Crayfish benchmark (Horchidan et al., "Crayfish: Navigating the Labyrinth of Machine
 * Learning Inference in Stream Processing Systems", EDBT 2024): 28×28 grey pixels, three hidden layers of 32, 10
 * classes, 28 thousand parameters. Random weights; a mean over the colours before it, since images here have three.
 */
public final class FeedForwardNetwork {

    /** Width and height of the input in pixels. */
    public static final int SIZE = 28;

    private static final int HIDDEN = 32;
    private static final int CLASSES = 10;
    private static final int LAYERS = 3;

    private final Random random = new Random(28);
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("ffnn");

    private FeedForwardNetwork() {}

    static ModelProto onnx() {
        return new FeedForwardNetwork().build();
    }

    private ModelProto build() {
        graph.addInput(value("input", 3, SIZE, SIZE));
        NodeProto.Builder grey = node("ReduceMean", "grey", "input").addAttribute(attribute("keepdims", 0));
        grey.addAttribute(AttributeProto.newBuilder()
                .setName("axes")
                .setType(AttributeProto.AttributeType.INTS)
                .addInts(1));
        graph.addNode(grey);
        graph.addNode(node("Flatten", "pixels", "grey"));
        String x = "pixels";
        int width = SIZE * SIZE;
        for (int i = 0; i < LAYERS; i++) {
            x = layer(x, width, HIDDEN, "linear" + i);
            graph.addNode(node("Relu", "relu" + i, x));
            x = "relu" + i;
            width = HIDDEN;
        }
        layer(x, HIDDEN, CLASSES, "logits");
        graph.addOutput(value("logits", CLASSES));
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .setProducerName("headwater-benchmark")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(13))
                .setGraph(graph)
                .build();
    }

    private String layer(String input, int from, int to, String output) {
        graph.addInitializer(weights(output + ".weight", 1 / Math.sqrt(from), to, from));
        graph.addInitializer(weights(output + ".bias", 0.01, to));
        graph.addNode(node("Gemm", output, input, output + ".weight", output + ".bias")
                .addAttribute(attribute("transB", 1)));
        return output;
    }

    private static NodeProto.Builder node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .setName(output)
                .addAllInput(List.of(inputs))
                .addOutput(output);
    }

    private static AttributeProto.Builder attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value);
    }

    private TensorProto weights(String name, double deviation, int... dimensions) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT.getNumber());
        int length = 1;
        for (int dimension : dimensions) {
            tensor.addDims(dimension);
            length *= dimension;
        }
        for (int i = 0; i < length; i++) {
            tensor.addFloatData((float) (random.nextGaussian() * deviation));
        }
        return tensor.build();
    }

    private static ValueInfoProto value(String name, int... dimensions) {
        TypeProto.Tensor.Builder tensor =
                TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT.getNumber());
        tensor.getShapeBuilder().addDimBuilder().setDimParam("N");
        for (int dimension : dimensions) {
            tensor.getShapeBuilder().addDimBuilder().setDimValue(dimension);
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    /** Strokes on black, as small PNG files. */
    public static List<byte[]> images(int count) throws IOException {
        List<byte[]> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
            Random strokes = new Random(i);
            var graphics = image.createGraphics();
            for (int stroke = 0; stroke < 4; stroke++) {
                graphics.drawLine(
                        strokes.nextInt(SIZE), strokes.nextInt(SIZE), strokes.nextInt(SIZE), strokes.nextInt(SIZE));
            }
            graphics.dispose();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(image, "png", bytes);
            images.add(bytes.toByteArray());
        }
        return images;
    }
}
