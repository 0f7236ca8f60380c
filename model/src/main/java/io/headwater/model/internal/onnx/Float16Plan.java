package io.headwater.model.internal.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What of a model's graph is to compute in float16: the layers that work on the image's data, but for Headwater's own
 * nodes. Arithmetic on shapes is none of the image's data; it stays, because float16 cannot count beyond 2,048.
 */
final class Float16Plan {

    private static final Set<String> SHAPE_READERS = Set.of("Shape", "Size");

    private final Map<String, Integer> types = new HashMap<>();
    private final Map<String, TensorProto> initializers = new HashMap<>();
    private final Set<String> ofImage = new HashSet<>();
    private final Set<String> narrow = new HashSet<>();
    private final Set<String> widened = new HashSet<>();

    Float16Plan(GraphProto graph) {
        ofImage.add(TensorNames.IMAGE);
        graph.getInputList()
                .forEach(input -> types.put(
                        input.getName(), input.getType().getTensorType().getElemType()));
        graph.getInitializerList().forEach(tensor -> {
            initializers.put(tensor.getName(), tensor);
            types.put(tensor.getName(), tensor.getDataType());
        });
        for (NodeProto node : graph.getNodeList()) {
            int type = type(node);
            node.getOutputList().forEach(output -> types.put(output, type));
            if (!readsShape(node) && GraphIndex.references(node).stream().anyMatch(ofImage::contains)) {
                ofImage.addAll(node.getOutputList());
            }
            if (isNarrow(node)) {
                narrow.addAll(node.getOutputList());
            } else if (!readsShape(node)) {
                widened.addAll(node.getInputList());
            }
        }
        graph.getOutputList().stream().map(ValueInfoProto::getName).forEach(widened::add);
        widened.retainAll(narrow);
    }

    private int type(NodeProto node) {
        return switch (node.getOpType()) {
            case "Shape", "Size" -> DataType.INT64.getNumber();
            case "Cast" -> (int) attribute(node, "to").getI();
            case "Constant", "ConstantOfShape" -> constantType(node);
            case "Where" -> types.getOrDefault(node.getInput(1), 0);
            default -> node.getInputCount() == 0 ? 0 : types.getOrDefault(node.getInput(0), 0);
        };
    }

    private static int constantType(NodeProto node) {
        AttributeProto value = attribute(node, "value");
        if (value.hasT()) {
            return value.getT().getDataType();
        }
        boolean whole = node.getAttributeList().stream()
                .anyMatch(attribute -> attribute.getName().startsWith("value_int"));
        return (whole ? DataType.INT64 : DataType.FLOAT).getNumber();
    }

    private static AttributeProto attribute(NodeProto node, String name) {
        return node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .findFirst()
                .orElse(AttributeProto.getDefaultInstance());
    }

    static boolean readsShape(NodeProto node) {
        return SHAPE_READERS.contains(node.getOpType());
    }

    /** Whether the node computes in float16. */
    boolean isNarrow(NodeProto node) {
        return node.getOutputList().stream()
                .allMatch(name -> ofImage.contains(name)
                        && !name.startsWith(TensorNames.PREFIX)
                        && !name.equals(TensorNames.PROBABILITIES));
    }

    /** Whether the tensor comes out of such a node. */
    boolean isNarrow(String tensor) {
        return narrow.contains(tensor);
    }

    /** Whether such a tensor is needed in float32 by others: the embedding, by the head and the caller. */
    boolean isWidened(String tensor) {
        return widened.contains(tensor);
    }

    /** Whether the tensor is float32 and stays so. */
    boolean isFloat32(String tensor) {
        return !isNarrow(tensor) && types.getOrDefault(tensor, 0) == DataType.FLOAT.getNumber();
    }

    /** The initializer of that name, or null. */
    TensorProto initializer(String tensor) {
        return initializers.get(tensor);
    }
}
