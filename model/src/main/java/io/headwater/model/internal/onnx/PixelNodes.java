package io.headwater.model.internal.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.headwater.model.Preprocessing;
import java.util.List;
import java.util.Locale;

/** The preprocessing as part of the graph, so that serving and training cannot differ. */
final class PixelNodes {

    private PixelNodes() {}

    /** Adds {@code image}, uint8 {@code [batch, size, size, 3]} RGB, and what turns it into the network's input. */
    static void addTo(GraphProto.Builder graph, Preprocessing preprocessing, ImageInput input) {
        int size = preprocessing.inputSize();
        graph.addInput(OnnxNodes.value(TensorNames.IMAGE, DataType.UINT8, "batch", size, size, 3));
        String pixels = TensorNames.PREFIX + "pixels";
        graph.addNode(OnnxNodes.node(
                "Cast", List.of(TensorNames.IMAGE), pixels, OnnxNodes.attribute("to", DataType.FLOAT.getNumber())));
        String centred = arithmetic(graph, "Sub", pixels, "mean", preprocessing.mean(), 0, size);
        String at = arithmetic(graph, "Div", centred, "std", preprocessing.std(), 1, size);
        if (preprocessing.bgr()) {
            String indices = TensorNames.PREFIX + "bgr.indices";
            graph.addInitializer(OnnxTensors.longs(indices, 2, 1, 0));
            String swapped = TensorNames.PREFIX + "bgr";
            graph.addNode(OnnxNodes.node("Gather", List.of(at, indices), swapped, OnnxNodes.attribute("axis", 3)));
            at = swapped;
        }
        graph.addNode(
                input.channelsLast()
                        ? OnnxNodes.node("Identity", List.of(at), input.name())
                        : OnnxNodes.node(
                                "Transpose", List.of(at), input.name(), OnnxNodes.attribute("perm", new long[] {
                                    0, 3, 1, 2
                                })));
    }

    /**
     * The operator with a constant for each channel, repeated for each pixel of a row: ONNX Runtime then computes whole
     * rows instead of three numbers at a time, in 0.54 µs instead of 6.4 for 28 × 28 pixels, 4 instead of 74 for 96 × 96.
     * It leaves out what changes nothing.
     *
     * @param neutral the constant that changes nothing
     */
    private static String arithmetic(
            GraphProto.Builder graph,
            String op,
            String input,
            String name,
            float[] channels,
            float neutral,
            int width) {
        if (channels[0] == neutral && channels[1] == neutral && channels[2] == neutral) {
            return input;
        }
        float[] row = new float[width * channels.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = channels[i % channels.length];
        }
        String constant = TensorNames.PREFIX + name;
        String output = TensorNames.PREFIX + op.toLowerCase(Locale.ROOT);
        graph.addInitializer(OnnxTensors.floats(constant, row, 1, 1, width, channels.length));
        graph.addNode(OnnxNodes.node(op, List.of(input, constant), output));
        return output;
    }
}
