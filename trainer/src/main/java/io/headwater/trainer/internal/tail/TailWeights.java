package io.headwater.trainer.internal.tail;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which initializers a tail reads, and which of them are weights. */
public final class TailWeights {

    private final List<TensorProto> initializers;
    private final Set<String> trainable = new HashSet<>();

    public TailWeights(GraphProto graph, List<NodeProto> tail) {
        Set<String> used = new HashSet<>();
        Set<String> inside = new HashSet<>();
        Map<String, String> aliases = new HashMap<>();
        for (NodeProto node : tail) {
            used.addAll(node.getInputList());
            inside.addAll(node.getOutputList());
            if (node.getOpType().equals("Identity")) {
                // Exporters write equal weights once and give the copies other names.
                aliases.put(node.getOutput(0), node.getInput(0));
            }
        }
        initializers = graph.getInitializerList().stream()
                .filter(tensor -> used.contains(tensor.getName()))
                .toList();
        for (NodeProto node : tail) {
            for (int input : weights(node)) {
                if (input < node.getInputCount()) {
                    trainable.add(resolve(node.getInput(input), aliases));
                }
            }
        }
        Set<String> floats = new HashSet<>();
        initializers.stream().filter(TensorValues::isFloat).forEach(tensor -> floats.add(tensor.getName()));
        trainable.retainAll(floats);
        for (NodeProto node : graph.getNodeList()) {
            if (!inside.contains(node.getOutput(0))) {
                // What the frozen front reads too must stay as it is.
                trainable.removeAll(node.getInputList());
            }
        }
    }

    private static int[] weights(NodeProto node) {
        return switch (node.getOpType()) {
            case "Conv", "BatchNormalization" -> new int[] {1, 2};
            case "Gemm" -> new int[] {0, 1, 2};
            case "MatMul" -> new int[] {0, 1};
            default -> new int[0];
        };
    }

    private static String resolve(String tensor, Map<String, String> aliases) {
        String at = tensor;
        while (aliases.containsKey(at)) {
            at = aliases.get(at);
        }
        return at;
    }

    /** The initializers that the tail reads. */
    List<TensorProto> initializers() {
        return initializers;
    }

    boolean isTrainable(String initializer) {
        return trainable.contains(initializer);
    }

    /** Whether there is anything to train. */
    public boolean isEmpty() {
        return trainable.isEmpty();
    }
}
