package io.headwater.model.internal.quantisation;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import io.headwater.model.UnsupportedModelException;
import io.headwater.model.internal.onnx.OnnxTensors;
import io.headwater.model.internal.onnx.TensorNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Brings a CNN to opset 13, the first with scales by channel. What changed since opset 7 for the operators of such
 * networks: attributes of Clip, Pad, Squeeze, Unsqueeze and ReduceSum have become inputs, and some attributes are gone.
 */
final class OpsetUpgrade {

    private static final long TARGET = 13;
    /** Their meaning changed, and no CNN needs them before its embedding. */
    private static final Set<String> REFUSED =
            Set.of("Softmax", "LogSoftmax", "Hardmax", "Upsample", "Resize", "TopK", "Split", "Loop", "Scan", "If");

    private final GraphProto.Builder graph;

    private OpsetUpgrade(GraphProto graph) {
        this.graph = graph.toBuilder();
    }

    /**
     * The model at opset 13, or as it is where its opset is higher.
     *
     * @throws UnsupportedModelException an operator cannot be brought there
     */
    static ModelProto of(ModelProto model) {
        ModelProto.Builder result = model.toBuilder();
        for (int i = 0; i < model.getOpsetImportCount(); i++) {
            OperatorSetIdProto opset = model.getOpsetImport(i);
            if (opset.getDomain().isEmpty() && opset.getVersion() < TARGET) {
                result.setGraph(new OpsetUpgrade(model.getGraph()).upgrade(opset.getVersion()));
                result.setOpsetImport(i, opset.toBuilder().setVersion(TARGET));
            }
        }
        return result.build();
    }

    private GraphProto upgrade(long from) {
        for (int i = 0; i < graph.getNodeCount(); i++) {
            NodeProto node = graph.getNode(i);
            if (REFUSED.contains(node.getOpType())) {
                throw new UnsupportedModelException("The backbone cannot be quantised: its operator " + node.getOpType()
                        + " is of opset " + from + "; export the network for opset 13 or later");
            }
            graph.setNode(i, upgrade(node));
        }
        return graph.build();
    }

    private NodeProto upgrade(NodeProto node) {
        return switch (node.getOpType()) {
            case "Clip" -> scalarsToInputs(node, "min", "max");
            case "Squeeze", "Unsqueeze", "ReduceSum" -> listToInput(node, "axes");
            case "Pad" -> scalarsToInputs(listToInput(node, "pads"), "value");
            case "Dropout" -> node.toBuilder().clearAttribute().build();
            case "BatchNormalization" -> without(node, "spatial");
            default -> node;
        };
    }

    private NodeProto listToInput(NodeProto node, String attribute) {
        AttributeProto value = Attributes.find(node, attribute);
        if (value == null) {
            return node;
        }
        String name = input(node, attribute);
        graph.addInitializer(OnnxTensors.longs(
                name, value.getIntsList().stream().mapToLong(Long::longValue).toArray()));
        return without(node, attribute).toBuilder().addInput(name).build();
    }

    private NodeProto scalarsToInputs(NodeProto node, String... attributes) {
        NodeProto.Builder result = node.toBuilder();
        for (String attribute : attributes) {
            AttributeProto value = Attributes.find(node, attribute);
            if (value != null) {
                String name = input(node, attribute);
                graph.addInitializer(OnnxTensors.floats(name, new float[] {value.getF()}));
                result.addInput(name);
            } else if (node.getInputCount() == 1) {
                // An empty name keeps the place of an input that is not given.
                result.addInput("");
            }
            result = without(result.build(), attribute).toBuilder();
        }
        return result.build();
    }

    private static String input(NodeProto node, String attribute) {
        return TensorNames.PREFIX + "upgraded." + node.getOutput(0) + "." + attribute;
    }

    private static NodeProto without(NodeProto node, String attribute) {
        List<AttributeProto> kept = new ArrayList<>(node.getAttributeList());
        kept.removeIf(each -> each.getName().equals(attribute));
        return node.toBuilder().clearAttribute().addAllAttribute(kept).build();
    }
}
