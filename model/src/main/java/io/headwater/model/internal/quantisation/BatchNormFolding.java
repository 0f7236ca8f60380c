package io.headwater.model.internal.quantisation;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.headwater.model.internal.onnx.GraphIndex;
import io.headwater.model.internal.onnx.OnnxTensors;
import io.headwater.model.internal.onnx.TensorNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Multiplies batch normalisations into the convolutions in front of them: an integer kernel has no place for them. */
final class BatchNormFolding {

    /** ONNX's default. */
    private static final float EPSILON = 1e-5f;

    private BatchNormFolding() {}

    /** The same function with fewer nodes; a batch normalisation that follows something else stays. */
    static GraphProto fold(GraphProto graph) {
        GraphIndex index = new GraphIndex(graph);
        Map<String, Integer> uses = uses(graph);
        Map<NodeProto, NodeProto> folded = new HashMap<>();
        GraphProto.Builder result = graph.toBuilder().clearNode();
        for (NodeProto norm : graph.getNodeList()) {
            NodeProto conv = norm.getOpType().equals("BatchNormalization") ? index.producer(norm.getInput(0)) : null;
            if (conv != null
                    && conv.getOpType().equals("Conv")
                    && uses.get(conv.getOutput(0)) == 1
                    && allConstant(index, conv.getInputList().subList(1, conv.getInputCount()))
                    && allConstant(index, norm.getInputList().subList(1, 5))) {
                folded.put(conv, fold(conv, norm, index, result));
                folded.put(norm, null);
            }
        }
        for (NodeProto node : graph.getNodeList()) {
            NodeProto kept = folded.getOrDefault(node, node);
            if (kept != null) {
                result.addNode(kept);
            }
        }
        return result.build();
    }

    private static Map<String, Integer> uses(GraphProto graph) {
        Map<String, Integer> uses = new HashMap<>();
        for (NodeProto node : graph.getNodeList()) {
            GraphIndex.references(node).forEach(input -> uses.merge(input, 1, Integer::sum));
        }
        graph.getOutputList().forEach(output -> uses.merge(output.getName(), 1, Integer::sum));
        return uses;
    }

    private static boolean allConstant(GraphIndex index, List<String> tensors) {
        return tensors.stream().allMatch(tensor -> tensor.isEmpty() || index.initializer(tensor) != null);
    }

    /** With s = gamma / sqrt(variance + epsilon): weights times s, and bias (b - mean) s + beta. */
    private static NodeProto fold(NodeProto conv, NodeProto norm, GraphIndex index, GraphProto.Builder graph) {
        TensorProto weight = index.initializer(conv.getInput(1));
        float[] weights = OnnxTensors.floats(weight);
        float[] gamma = OnnxTensors.floats(index.initializer(norm.getInput(1)));
        float[] beta = OnnxTensors.floats(index.initializer(norm.getInput(2)));
        float[] mean = OnnxTensors.floats(index.initializer(norm.getInput(3)));
        float[] variance = OnnxTensors.floats(index.initializer(norm.getInput(4)));
        boolean biased = conv.getInputCount() > 2 && !conv.getInput(2).isEmpty();
        float[] bias = biased ? OnnxTensors.floats(index.initializer(conv.getInput(2))) : new float[gamma.length];
        double epsilon = Attributes.decimal(norm, "epsilon", EPSILON);
        int perChannel = weights.length / gamma.length;
        for (int channel = 0; channel < gamma.length; channel++) {
            double scale = gamma[channel] / Math.sqrt(variance[channel] + epsilon);
            for (int i = channel * perChannel; i < (channel + 1) * perChannel; i++) {
                weights[i] = (float) (weights[i] * scale);
            }
            bias[channel] = (float) ((bias[channel] - mean[channel]) * scale + beta[channel]);
        }
        String output = norm.getOutput(0);
        String weightName = TensorNames.PREFIX + "folded." + output + ".weight";
        String biasName = TensorNames.PREFIX + "folded." + output + ".bias";
        graph.addInitializer(OnnxTensors.floats(
                weightName,
                weights,
                weight.getDimsList().stream().mapToLong(Long::longValue).toArray()));
        graph.addInitializer(OnnxTensors.floats(biasName, bias, bias.length));
        return conv.toBuilder()
                .clearInput()
                .addInput(conv.getInput(0))
                .addInput(weightName)
                .addInput(biasName)
                .setOutput(0, output)
                .build();
    }
}
