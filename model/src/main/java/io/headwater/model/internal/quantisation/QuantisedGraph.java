package io.headwater.model.internal.quantisation;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.headwater.model.internal.onnx.GraphIndex;
import io.headwater.model.internal.onnx.OnnxNodes;
import io.headwater.model.internal.onnx.OnnxTensors;
import io.headwater.model.internal.onnx.TensorNames;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a graph in QDQ form: pairs of QuantizeLinear and DequantizeLinear on the quantised tensors, from which a runtime
 * makes integer kernels. One that has none computes the same in float.
 */
final class QuantisedGraph {

    private final GraphProto original;
    private final QuantisationPlan plan;
    private final Map<String, ActivationStatistics> statistics;
    private final GraphIndex index;
    private final PixelBytes pixels;
    private final GraphProto.Builder graph;

    private QuantisedGraph(GraphProto original, QuantisationPlan plan, Map<String, ActivationStatistics> statistics) {
        this.original = original;
        this.plan = plan;
        this.statistics = statistics;
        this.index = new GraphIndex(original);
        this.pixels = PixelBytes.find(original, plan).orElse(null);
        this.graph = original.toBuilder().clearNode().clearInitializer();
    }

    /** @param statistics of {@link QuantisationPlan#tensors()} */
    static GraphProto write(GraphProto original, QuantisationPlan plan, Map<String, ActivationStatistics> statistics) {
        return new QuantisedGraph(original, plan, statistics).write();
    }

    private GraphProto write() {
        if (pixels != null) {
            addPixels();
        }
        for (NodeProto node : original.getNodeList()) {
            if (!plan.isAbsorbed(node) && !computesPixels(node)) {
                String output = plan.output(node);
                graph.addNode(rewritten(node).setOutput(0, output));
                if (plan.tensors().contains(output)) {
                    addPair(output);
                }
            }
        }
        Set<String> used = new HashSet<>();
        graph.getNodeList().forEach(node -> used.addAll(GraphIndex.references(node)));
        original.getInitializerList().stream()
                .filter(tensor -> used.contains(tensor.getName()))
                .forEach(graph::addInitializer);
        return graph.build();
    }

    private boolean computesPixels(NodeProto node) {
        return pixels != null && pixels.computedBy().contains(node.getOutput(0));
    }

    private NodeProto.Builder rewritten(NodeProto node) {
        NodeProto.Builder result = node.toBuilder();
        for (int i = 0; i < node.getInputCount(); i++) {
            if (plan.tensors().contains(node.getInput(i))) {
                result.setInput(i, name(node.getInput(i), "float"));
            }
        }
        if (plan.isWeighted(node)) {
            quantiseWeights(node, result);
        }
        return result;
    }

    private void quantiseWeights(NodeProto node, NodeProto.Builder result) {
        boolean biased = node.getInputCount() > 2 && !node.getInput(2).isEmpty();
        QuantisedWeights weights = new QuantisedWeights(
                node,
                index.initializer(node.getInput(1)),
                biased ? OnnxTensors.floats(index.initializer(node.getInput(2))) : null,
                scale(node.getInput(0)).scale());
        result.clearInput().addInput(name(node.getInput(0), "float")).addInput(weights.addWeights(graph));
        if (!node.getOpType().equals("MatMul")) {
            float[] means = statistics.get(node.getInput(0)).channelMeans();
            float shift = isPixels(node.getInput(0)) ? pixels.shift() : 0;
            result.addInput(weights.addBias(graph, weights.correctedBias(means, shift)));
        }
    }

    private void addPair(String tensor) {
        addScale(tensor);
        graph.addNode(OnnxNodes.node(
                "QuantizeLinear", List.of(tensor, name(tensor, "scale"), name(tensor, "zero")), name(tensor, "byte")));
        addFloats(tensor, name(tensor, "byte"));
    }

    private void addPixels() {
        addScale(pixels.tensor());
        addFloats(pixels.tensor(), TensorNames.IMAGE);
    }

    private void addScale(String tensor) {
        ByteScale scale = scale(tensor);
        graph.addInitializer(OnnxTensors.floats(name(tensor, "scale"), new float[] {scale.scale()}));
        graph.addInitializer(OnnxTensors.integers(
                name(tensor, "zero"), DataType.UINT8, ByteBuffer.wrap(new byte[] {(byte) scale.zeroPoint()})));
    }

    private void addFloats(String tensor, String bytes) {
        graph.addNode(OnnxNodes.node(
                "DequantizeLinear",
                List.of(bytes, name(tensor, "scale"), name(tensor, "zero")),
                name(tensor, "float")));
    }

    private ByteScale scale(String tensor) {
        return isPixels(tensor)
                ? pixels.scale()
                : statistics.get(plan.source(tensor)).scale();
    }

    private boolean isPixels(String tensor) {
        return pixels != null && plan.source(tensor).equals(pixels.tensor());
    }

    private static String name(String tensor, String what) {
        return TensorNames.PREFIX + "int8." + tensor + "." + what;
    }
}
