package io.headwater.model.internal.quantisation;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.headwater.model.internal.onnx.GraphIndex;
import io.headwater.model.internal.onnx.OnnxTensors;
import io.headwater.model.internal.onnx.TensorNames;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The pixels as the first layers take them: they are bytes already, so where every channel is normalised alike they need
 * not become floats and be rounded to bytes again. With a mean of 127.5 that rounding falls between two bytes for every
 * pixel, and each second value is lost.
 *
 * @param tensor the normalised image
 * @param computedBy outputs of the nodes that compute it from the pixels, the tensor among them
 * @param scale what the bytes stand for
 * @param shift what has to be added to that: the mean need not be a byte
 */
record PixelBytes(String tensor, Set<String> computedBy, ByteScale scale, float shift) {

    /** Those of the graph, where nothing but layers with a bias reads the normalised image. */
    static Optional<PixelBytes> find(GraphProto graph, QuantisationPlan plan) {
        GraphIndex index = new GraphIndex(graph);
        return plan.tensors().stream()
                .filter(plan::isReadByLayersOnly)
                .flatMap(tensor -> of(tensor, index, plan).stream())
                .findFirst();
    }

    /** (pixel - mean) / std, each of the two a number or absent. */
    private static Optional<PixelBytes> of(String tensor, GraphIndex index, QuantisationPlan plan) {
        Set<String> computedBy = new HashSet<>();
        double mean = 0;
        double std = 1;
        String at = tensor;
        NodeProto node = index.producer(at);
        if (isArithmetic(node, "Div", index)) {
            std = constant(node, index);
            computedBy.add(at);
            at = node.getInput(0);
            node = index.producer(at);
        }
        if (isArithmetic(node, "Sub", index) && plan.hasOneReader(at)) {
            mean = constant(node, index);
            computedBy.add(at);
            at = node.getInput(0);
            node = index.producer(at);
        }
        long zero = Math.round(mean);
        boolean fromPixels = node != null
                && node.getOpType().equals("Cast")
                && node.getInput(0).equals(TensorNames.IMAGE)
                && (at.equals(tensor) || plan.hasOneReader(at));
        if (!fromPixels || !(std > 0) || zero < 0 || zero > ByteScale.STEPS) {
            return Optional.empty();
        }
        computedBy.add(at);
        ByteScale scale = new ByteScale((float) (1 / std), (int) zero);
        return Optional.of(new PixelBytes(tensor, computedBy, scale, (float) ((zero - mean) / std)));
    }

    private static boolean isArithmetic(NodeProto node, String op, GraphIndex index) {
        return node != null && node.getOpType().equals(op) && !Double.isNaN(constant(node, index));
    }

    /** The number that every element of the second input is, or NaN. */
    private static double constant(NodeProto node, GraphIndex index) {
        TensorProto tensor = index.initializer(node.getInput(1));
        float[] values = tensor == null ? new float[] {Float.NaN} : OnnxTensors.floats(tensor);
        for (float value : values) {
            if (value != values[0]) {
                return Double.NaN;
            }
        }
        return values.length == 0 ? Double.NaN : values[0];
    }
}
