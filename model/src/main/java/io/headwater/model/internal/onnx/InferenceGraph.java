package io.headwater.model.internal.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashSet;
import java.util.Set;

/** Brings the graph of any exporter into one form: only what inference needs, constants as initializers. */
final class InferenceGraph {

    private InferenceGraph() {}

    /**
     * The model's graph without documentation, shape annotations and training behaviour; what was a Constant node
     * with a tensor is an initializer; initializers are no inputs (as before IR version 4).
     */
    static GraphProto of(ModelProto model) {
        GraphProto original = TensorNames.freeReserved(model.getGraph());
        GraphProto.Builder graph = GraphProto.newBuilder().setName(original.getName());
        Set<String> constants = new HashSet<>();
        for (TensorProto tensor : original.getInitializerList()) {
            constants.add(tensor.getName());
            graph.addInitializer(tensor.toBuilder().clearDocString());
        }
        for (NodeProto node : original.getNodeList()) {
            TensorProto constant = constant(node);
            if (constant == null) {
                graph.addNode(forInference(node));
            } else {
                graph.addInitializer(constant);
            }
        }
        for (ValueInfoProto input : original.getInputList()) {
            if (!constants.contains(input.getName())) {
                graph.addInput(input);
            }
        }
        return graph.addAllOutput(original.getOutputList()).build();
    }

    private static TensorProto constant(NodeProto node) {
        if (!node.getOpType().equals("Constant")
                || node.getAttributeCount() != 1
                || !node.getAttribute(0).hasT()) {
            return null;
        }
        return node.getAttribute(0).getT().toBuilder()
                .setName(node.getOutput(0))
                .clearDocString()
                .build();
    }

    private static NodeProto forInference(NodeProto node) {
        NodeProto.Builder result = node.toBuilder().clearDocString().clearMetadataProps();
        switch (node.getOpType()) {
            case "Dropout" -> {
                // The ratio and the training flag behind the data; the mask behind the output.
                keepFirst(result, node, 1);
            }
            case "BatchNormalization" -> {
                keepFirst(result, node, node.getInputCount());
                result.clearAttribute();
                for (AttributeProto attribute : node.getAttributeList()) {
                    if (!attribute.getName().equals("training_mode")) {
                        result.addAttribute(attribute);
                    }
                }
            }
            default -> {
                // The same in training and inference.
            }
        }
        return result.build();
    }

    private static void keepFirst(NodeProto.Builder result, NodeProto node, int inputs) {
        result.clearInput().addAllInput(node.getInputList().subList(0, inputs));
        result.clearOutput().addOutput(node.getOutput(0));
    }
}
