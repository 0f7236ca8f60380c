package io.headwater.model.internal.quantisation;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.headwater.model.internal.onnx.GraphIndex;
import io.headwater.model.internal.onnx.OnnxTensors;
import io.headwater.model.internal.onnx.TensorNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which tensors of a graph become bytes: what convolutions and fully connected layers read and write, and what lies
 * between them as far as ONNX Runtime has integer kernels for it. The way to the first of these (preprocessing) and from
 * the last (pooling into the embedding) stays float.
 */
final class QuantisationPlan {

    private static final Set<String> WEIGHTED = Set.of("Conv", "Gemm", "MatMul");
    /** Integer kernels that give their output a scale of its own. */
    private static final Set<String> RESCALING =
            Set.of("Add", "Mul", "Concat", "AveragePool", "GlobalAveragePool", "Relu", "Clip");
    /** These only choose or move values: the same bytes come out. */
    private static final Set<String> MOVING =
            Set.of("MaxPool", "Flatten", "Reshape", "Transpose", "Squeeze", "Unsqueeze", "Identity");

    private final GraphIndex index;
    private final Set<String> dataDependent;
    private final Map<String, List<NodeProto>> consumers = new HashMap<>();
    private final Set<String> outputs = new HashSet<>();
    private final Set<String> tensors = new LinkedHashSet<>();
    private final Map<String, String> sources = new HashMap<>();
    private final Map<String, String> activated = new HashMap<>();

    private QuantisationPlan(GraphProto graph) {
        this.index = new GraphIndex(graph);
        this.dataDependent = index.dependents(List.of(TensorNames.IMAGE));
        graph.getOutputList().stream().map(ValueInfoProto::getName).forEach(outputs::add);
        for (NodeProto node : graph.getNodeList()) {
            GraphIndex.references(node).forEach(input -> consumers
                    .computeIfAbsent(input, name -> new ArrayList<>())
                    .add(node));
        }
    }

    static QuantisationPlan of(GraphProto graph) {
        QuantisationPlan plan = new QuantisationPlan(graph);
        // Backwards: whether what lies between two layers is quantised depends on who reads it.
        for (int i = graph.getNodeCount() - 1; i >= 0; i--) {
            plan.visit(graph.getNode(i));
        }
        return plan;
    }

    private void visit(NodeProto node) {
        if (isWeighted(node)) {
            tensors.add(node.getInput(0));
            tensors.add(behindActivation(node.getOutput(0)));
        } else if (tensors.contains(behindActivation(node.getOutput(0)))) {
            if (MOVING.contains(node.getOpType()) && dataDependent.contains(node.getInput(0))) {
                tensors.add(node.getInput(0));
                sources.put(node.getOutput(0), node.getInput(0));
            } else if (RESCALING.contains(node.getOpType()) && !isAbsorbed(node) && takesData(node)) {
                tensors.addAll(dataInputs(node));
            }
        }
    }

    /** Whether it is a layer with constant weights on data. */
    boolean isWeighted(NodeProto node) {
        return WEIGHTED.contains(node.getOpType())
                && dataDependent.contains(node.getInput(0))
                && index.initializer(node.getInput(1)) != null
                && (node.getInputCount() < 3
                        || node.getInput(2).isEmpty()
                        || index.initializer(node.getInput(2)) != null)
                && isPlain(node);
    }

    private static boolean isPlain(NodeProto node) {
        return !node.getOpType().equals("Gemm")
                || Attributes.decimal(node, "alpha", 1) == 1
                        && Attributes.decimal(node, "beta", 1) == 1
                        && Attributes.integer(node, "transA", 0) == 0;
    }

    private boolean takesData(NodeProto node) {
        return dataDependent.containsAll(dataInputs(node));
    }

    /** Clip's further inputs are its bounds. */
    private static List<String> dataInputs(NodeProto node) {
        return node.getOpType().equals("Clip") ? List.of(node.getInput(0)) : node.getInputList();
    }

    /** The output of the Relu or Clip to [0, x] that alone reads the tensor; the tensor itself where there is none. */
    private String behindActivation(String tensor) {
        return activated.computeIfAbsent(tensor, name -> {
            List<NodeProto> readers = readers(name);
            NodeProto only = readers.size() == 1 && !outputs.contains(name) ? readers.get(0) : null;
            NodeProto producer = index.producer(name);
            return only != null && producer != null && cutsAtZero(only) && isComputed(producer)
                    ? only.getOutput(0)
                    : name;
        });
    }

    /** Bytes of a layer that is cut at zero begin at zero: storing them is the activation. */
    private boolean cutsAtZero(NodeProto node) {
        if (node.getOpType().equals("Relu")) {
            return true;
        }
        TensorProto low = node.getOpType().equals("Clip") && node.getInputCount() > 1
                ? index.initializer(node.getInput(1))
                : null;
        return low != null && OnnxTensors.floats(low)[0] == 0;
    }

    private boolean isComputed(NodeProto producer) {
        return isWeighted(producer) || producer.getOpType().equals("Add") && takesData(producer);
    }

    /** Whether the node is an activation that goes without saying, because its output is quantised. */
    boolean isAbsorbed(NodeProto node) {
        return node.getInputCount() > 0
                && tensors.contains(node.getOutput(0))
                && behindActivation(node.getInput(0)).equals(node.getOutput(0));
    }

    /** The name under which the node's result goes on: its own, or that of the activation that it absorbs. */
    String output(NodeProto node) {
        String behind = behindActivation(node.getOutput(0));
        return tensors.contains(behind) ? behind : node.getOutput(0);
    }

    /** Whether one node reads the tensor, and nobody outside of the graph. */
    boolean hasOneReader(String tensor) {
        return !outputs.contains(tensor) && readers(tensor).size() == 1;
    }

    /** Whether all that the tensor goes into, as it is or moved, are layers with a bias. */
    boolean isReadByLayersOnly(String tensor) {
        return !outputs.contains(tensor)
                && readers(tensor).stream().allMatch(node -> {
                    if (MOVING.contains(node.getOpType())) {
                        return tensors.contains(node.getOutput(0)) && isReadByLayersOnly(node.getOutput(0));
                    }
                    return isWeighted(node) && !node.getOpType().equals("MatMul");
                });
    }

    private List<NodeProto> readers(String tensor) {
        return consumers.getOrDefault(tensor, List.of());
    }

    /** The tensors that become bytes. */
    Set<String> tensors() {
        return tensors;
    }

    /** The tensor whose scale this one has: itself, or the one that its bytes were moved from. */
    String source(String tensor) {
        String at = tensor;
        while (sources.containsKey(at)) {
            at = sources.get(at);
        }
        return at;
    }
}
