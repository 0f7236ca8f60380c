package io.headwater.model.internal.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who makes and who uses the tensors of a graph. Its nodes are in topological order, as ONNX demands. */
public final class GraphIndex {

    private final GraphProto graph;
    private final Map<String, NodeProto> producers = new HashMap<>();
    private final Map<String, TensorProto> initializers = new HashMap<>();

    public GraphIndex(GraphProto graph) {
        this.graph = graph;
        graph.getInitializerList().forEach(tensor -> initializers.put(tensor.getName(), tensor));
        for (NodeProto node : graph.getNodeList()) {
            node.getOutputList().forEach(output -> producers.put(output, node));
        }
    }

    /** The node that makes the tensor; null for inputs and initializers. */
    public NodeProto producer(String tensor) {
        return producers.get(tensor);
    }

    /** The initializer of that name, or null. */
    public TensorProto initializer(String tensor) {
        return initializers.get(tensor);
    }

    /** The nodes that the tensors are computed by, in topological order. */
    public List<NodeProto> ancestors(Collection<String> tensors) {
        Set<NodeProto> needed = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<String> open = new ArrayDeque<>(tensors);
        while (!open.isEmpty()) {
            NodeProto node = producers.get(open.pop());
            if (node != null && needed.add(node)) {
                open.addAll(references(node));
            }
        }
        List<NodeProto> ordered = new ArrayList<>();
        for (NodeProto node : graph.getNodeList()) {
            if (needed.contains(node)) {
                ordered.add(node);
            }
        }
        return ordered;
    }

    /** The tensors that change when the given ones do, these included. */
    public Set<String> dependents(Collection<String> tensors) {
        Set<String> dependents = new HashSet<>(tensors);
        for (NodeProto node : graph.getNodeList()) {
            if (references(node).stream().anyMatch(dependents::contains)) {
                dependents.addAll(node.getOutputList());
            }
        }
        return dependents;
    }

    /** What a node reads: its inputs, and what the graphs in its attributes (If, Loop) take from outside. */
    public static Set<String> references(NodeProto node) {
        Set<String> references = new LinkedHashSet<>(node.getInputList());
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.hasG()) {
                references.addAll(references(attribute.getG()));
            }
            attribute.getGraphsList().forEach(inner -> references.addAll(references(inner)));
        }
        references.remove("");
        return references;
    }

    private static Set<String> references(GraphProto inner) {
        Set<String> references = new LinkedHashSet<>();
        inner.getNodeList().forEach(node -> references.addAll(references(node)));
        inner.getOutputList().forEach(output -> references.add(output.getName()));
        return references;
    }
}
