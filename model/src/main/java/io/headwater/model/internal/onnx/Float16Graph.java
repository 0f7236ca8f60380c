package io.headwater.model.internal.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.headwater.model.UnsupportedModelException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The half-precision form of a model. The backbone's layers compute in float16; preprocessing, head and softmax stay in
 * float32, as do inputs and outputs, so that nothing else about the model changes.
 */
public final class Float16Graph {

    private static final String PREFIX = TensorNames.PREFIX + "float16.";
    private static final Set<String> QUANTISED = Set.of(
            "QuantizeLinear", "DequantizeLinear", "QLinearConv", "QLinearMatMul", "ConvInteger", "MatMulInteger");
    /** Inputs from this one on are float32 in ONNX, whatever the data are: the region and the scales. */
    private static final Map<String, Integer> FLOAT32_INPUTS = Map.of("Resize", 1, "Upsample", 1);

    private final Float16Plan plan;
    private final GraphProto.Builder result;
    private final Map<String, String> narrowForms = new HashMap<>();

    private Float16Graph(GraphProto graph) {
        this.plan = new Float16Plan(graph);
        this.result = graph.toBuilder().clearNode().clearInitializer().clearValueInfo();
    }

    /**
     * The model in float16.
     *
     * @param model of Headwater, with its external data read in
     * @throws UnsupportedModelException it has nodes that cannot be taken to float16
     */
    public static ModelProto of(ModelProto model) {
        return model.toBuilder()
                .setGraph(new Float16Graph(model.getGraph()).rewrite(model.getGraph()))
                .build();
    }

    private GraphProto rewrite(GraphProto graph) {
        for (NodeProto node : graph.getNodeList()) {
            if (plan.isNarrow(node)) {
                requireSupported(node);
                result.addNode(narrowed(node));
                node.getOutputList().stream()
                        .filter(plan::isWidened)
                        .forEach(output -> addCast(PREFIX + output, output, DataType.FLOAT));
            } else {
                result.addNode(Float16Plan.readsShape(node) ? renamed(node) : node);
            }
        }
        Set<String> used = new HashSet<>();
        result.getNodeList().forEach(node -> used.addAll(GraphIndex.references(node)));
        graph.getInitializerList().stream()
                .filter(tensor -> used.contains(tensor.getName()))
                .forEach(result::addInitializer);
        return result.build();
    }

    private void requireSupported(NodeProto node) {
        boolean hasGraph = node.getAttributeList().stream()
                .anyMatch(attribute -> attribute.hasG() || attribute.getGraphsCount() > 0);
        boolean sizeOfImage = node.getInputList().stream()
                .skip(FLOAT32_INPUTS.getOrDefault(node.getOpType(), Integer.MAX_VALUE))
                .anyMatch(plan::isNarrow);
        if (hasGraph || sizeOfImage || QUANTISED.contains(node.getOpType())) {
            throw new UnsupportedModelException("The model cannot run in float16 because of its node '" + node.getName()
                    + "' (" + node.getOpType() + "): set the precision to float32");
        }
    }

    private NodeProto narrowed(NodeProto node) {
        NodeProto.Builder narrowed = renamed(node).toBuilder();
        int float32From = FLOAT32_INPUTS.getOrDefault(node.getOpType(), Integer.MAX_VALUE);
        for (int i = 0; i < Math.min(node.getInputCount(), float32From); i++) {
            if (plan.isFloat32(node.getInput(i))) {
                narrowed.setInput(i, narrowForm(node.getInput(i)));
            }
        }
        if (node.getOpType().equals("Cast")) {
            for (int i = 0; i < node.getAttributeCount(); i++) {
                AttributeProto to = node.getAttribute(i);
                if (to.getName().equals("to") && to.getI() == DataType.FLOAT.getNumber()) {
                    narrowed.setAttribute(i, to.toBuilder().setI(DataType.FLOAT16.getNumber()));
                }
            }
        }
        return narrowed.build();
    }

    /** The node with the float16 names of tensors whose own names are taken by their float32 form. */
    private NodeProto renamed(NodeProto node) {
        NodeProto.Builder renamed = node.toBuilder();
        for (int i = 0; i < node.getInputCount(); i++) {
            if (plan.isWidened(node.getInput(i))) {
                renamed.setInput(i, PREFIX + node.getInput(i));
            }
        }
        for (int i = 0; i < node.getOutputCount(); i++) {
            if (plan.isWidened(node.getOutput(i))) {
                renamed.setOutput(i, PREFIX + node.getOutput(i));
            }
        }
        return renamed.build();
    }

    private String narrowForm(String float32) {
        String known = narrowForms.get(float32);
        if (known != null) {
            return known;
        }
        String narrow = PREFIX + float32;
        TensorProto weights = plan.initializer(float32);
        if (weights == null) {
            addCast(float32, narrow, DataType.FLOAT16);
        } else {
            result.addInitializer(OnnxTensors.halves(narrow, weights));
        }
        narrowForms.put(float32, narrow);
        return narrow;
    }

    private void addCast(String from, String to, DataType type) {
        NodeProto cast = OnnxNodes.node("Cast", List.of(from), to, OnnxNodes.attribute("to", type.getNumber()));
        // The node that made the tensor so far keeps its name, which is the tensor's.
        result.addNode(cast.toBuilder().setName("headwater/float16/" + to));
    }
}
