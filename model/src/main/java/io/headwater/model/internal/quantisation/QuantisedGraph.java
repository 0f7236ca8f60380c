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
    private final GraphProto.Builder graph;

    private QuantisedGraph(GraphProto original, QuantisationPlan plan, Map<String, ActivationStatistics> statistics) {
        this.original = original;
        this.plan = plan;
        this.statistics = statistics;
        this.index = new GraphIndex(original);
        this.graph = original.toBuilder().clearNode().clearInitializer();
    }

    /** @param statistics of {@link QuantisationPlan#tensors()} */
    static GraphProto write(GraphProto original, QuantisationPlan plan, Map<String, ActivationStatistics> statistics) {
        return new QuantisedGraph(original, plan, statistics).write();
    }

    private GraphProto write() {
        for (NodeProto node : original.getNodeList()) {
            if (!plan.isAbsorbed(node)) {
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
            result.addInput(weights.addBias(graph, weights.correctedBias(means)));
        }
    }

    private void addPair(String tensor) {
        ByteScale scale = scale(tensor);
        String scaleName = name(tensor, "scale");
        String zeroName = name(tensor, "zero");
        graph.addInitializer(OnnxTensors.floats(scaleName, new float[] {scale.scale()}));
        graph.addInitializer(
                OnnxTensors.integers(zeroName, DataType.UINT8, ByteBuffer.wrap(new byte[] {(byte) scale.zeroPoint()})));
        graph.addNode(OnnxNodes.node("QuantizeLinear", List.of(tensor, scaleName, zeroName), name(tensor, "byte")));
        graph.addNode(OnnxNodes.node(
                "DequantizeLinear", List.of(name(tensor, "byte"), scaleName, zeroName), name(tensor, "float")));
    }

    private ByteScale scale(String tensor) {
        return statistics.get(plan.source(tensor)).scale();
    }

    private static String name(String tensor, String what) {
        return TensorNames.PREFIX + "int8." + tensor + "." + what;
    }
}
