package io.headwater.model.internal.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The places where an embedding graph falls into a front and a tail that share one tensor only. */
public final class GraphCuts {

    private GraphCuts() {}

    /** The tensors, in the graph's order, that every way from {@code image} to {@code embedding} goes through. */
    public static List<String> of(GraphProto graph) {
        GraphIndex index = new GraphIndex(graph);
        Set<String> dataDependent = index.dependents(List.of(TensorNames.IMAGE));
        List<NodeProto> nodes = index.ancestors(List.of(TensorNames.EMBEDDING));
        Map<String, Integer> lastUse = new HashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            for (String tensor : GraphIndex.references(nodes.get(i))) {
                lastUse.put(tensor, i);
            }
        }
        List<String> cuts = new ArrayList<>();
        Set<String> live = new HashSet<>();
        for (int i = 0; i < nodes.size(); i++) {
            for (String output : nodes.get(i).getOutputList()) {
                if (dataDependent.contains(output) && lastUse.getOrDefault(output, -1) > i) {
                    live.add(output);
                }
            }
            int at = i;
            live.removeIf(tensor -> lastUse.get(tensor) <= at);
            if (live.size() == 1 && live.contains(nodes.get(i).getOutput(0))) {
                cuts.add(nodes.get(i).getOutput(0));
            }
        }
        return cuts;
    }

    /** The nodes behind a cut, constants among them, in the graph's order. */
    public static List<NodeProto> tail(GraphProto graph, String cut) {
        GraphIndex index = new GraphIndex(graph);
        Set<NodeProto> front = new LinkedHashSet<>(index.ancestors(List.of(cut)));
        Set<String> dataDependent = index.dependents(List.of(TensorNames.IMAGE));
        List<NodeProto> tail = new ArrayList<>();
        for (NodeProto node : index.ancestors(List.of(TensorNames.EMBEDDING))) {
            // A constant that both parts use belongs to both.
            if (!front.contains(node) || node.getOutputList().stream().noneMatch(dataDependent::contains)) {
                tail.add(node);
            }
        }
        return tail;
    }

    /** The graph up to a cut, its values as one row per image named {@code embedding}. */
    public static GraphProto front(GraphProto graph, String cut, long valuesPerImage) {
        List<NodeProto> nodes = new GraphIndex(graph).ancestors(List.of(cut));
        Set<String> used = new HashSet<>();
        nodes.forEach(node -> used.addAll(GraphIndex.references(node)));
        GraphProto.Builder front = GraphProto.newBuilder()
                .setName(graph.getName())
                .addAllInput(graph.getInputList())
                .addAllNode(nodes)
                .addNode(
                        OnnxNodes.node("Flatten", List.of(cut), TensorNames.EMBEDDING, OnnxNodes.attribute("axis", 1)));
        graph.getInitializerList().stream()
                .filter(tensor -> used.contains(tensor.getName()))
                .forEach(front::addInitializer);
        return front.addOutput(OnnxNodes.value(TensorNames.EMBEDDING, DataType.FLOAT, "batch", valuesPerImage))
                .build();
    }
}
