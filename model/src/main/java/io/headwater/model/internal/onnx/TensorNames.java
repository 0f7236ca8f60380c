package io.headwater.model.internal.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Set;

/** Keeps the names that Headwater gives to its own tensors free in graphs of others. */
public final class TensorNames {

    public static final String IMAGE = "image";
    public static final String EMBEDDING = "embedding";
    public static final String PROBABILITIES = "probabilities";
    /** What the names of all further tensors of ours begin with. */
    public static final String PREFIX = "headwater.";

    private static final Set<String> RESERVED = Set.of(IMAGE, EMBEDDING, PROBABILITIES);

    private TensorNames() {}

    /** The graph with every reserved name replaced. */
    static GraphProto freeReserved(GraphProto graph) {
        GraphProto.Builder result = graph.toBuilder();
        for (int i = 0; i < graph.getNodeCount(); i++) {
            result.setNode(i, free(graph.getNode(i)));
        }
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            TensorProto tensor = graph.getInitializer(i);
            if (isReserved(tensor.getName())) {
                result.setInitializer(i, tensor.toBuilder().setName(free(tensor.getName())));
            }
        }
        for (int i = 0; i < graph.getInputCount(); i++) {
            result.setInput(i, free(graph.getInput(i)));
        }
        for (int i = 0; i < graph.getOutputCount(); i++) {
            result.setOutput(i, free(graph.getOutput(i)));
        }
        return result.build();
    }

    static String free(String name) {
        return isReserved(name) ? "original." + name : name;
    }

    private static boolean isReserved(String name) {
        return RESERVED.contains(name) || name.startsWith(PREFIX);
    }

    private static ValueInfoProto free(ValueInfoProto value) {
        return isReserved(value.getName())
                ? value.toBuilder().setName(free(value.getName())).build()
                : value;
    }

    private static NodeProto free(NodeProto node) {
        NodeProto.Builder result = node.toBuilder();
        for (int i = 0; i < node.getInputCount(); i++) {
            result.setInput(i, free(node.getInput(i)));
        }
        for (int i = 0; i < node.getOutputCount(); i++) {
            result.setOutput(i, free(node.getOutput(i)));
        }
        for (int i = 0; i < node.getAttributeCount(); i++) {
            AttributeProto attribute = node.getAttribute(i);
            if (attribute.hasG()) {
                result.setAttribute(i, attribute.toBuilder().setG(freeReserved(attribute.getG())));
            }
        }
        return result.build();
    }
}
