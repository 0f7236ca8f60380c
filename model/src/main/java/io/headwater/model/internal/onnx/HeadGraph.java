package io.headwater.model.internal.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.headwater.model.Head;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The head as nodes behind the embedding. */
public final class HeadGraph {

    private static final String HIDDEN_WEIGHT = TensorNames.PREFIX + "head.hidden.weight";
    private static final String HIDDEN_BIAS = TensorNames.PREFIX + "head.hidden.bias";
    private static final String OUTPUT_WEIGHT = TensorNames.PREFIX + "head.output.weight";
    private static final String OUTPUT_BIAS = TensorNames.PREFIX + "head.output.bias";

    private HeadGraph() {}

    /** The backbone's model with the head: outputs {@code probabilities} and {@code embedding}. */
    public static ModelProto append(ModelProto backbone, Head head) {
        GraphProto.Builder graph = backbone.getGraph().toBuilder().clearOutput();
        String features = TensorNames.EMBEDDING;
        int width = head.embeddingSize();
        if (head.hidden() > 0) {
            String hidden = TensorNames.PREFIX + "head.hidden";
            linear(graph, features, HIDDEN_WEIGHT, head.hiddenWeights(), HIDDEN_BIAS, head.hiddenBias(), width, hidden);
            features = TensorNames.PREFIX + "head.relu";
            graph.addNode(OnnxNodes.node("Relu", List.of(hidden), features));
            width = head.hidden();
        }
        String logits = TensorNames.PREFIX + "head.logits";
        linear(graph, features, OUTPUT_WEIGHT, head.outputWeights(), OUTPUT_BIAS, head.outputBias(), width, logits);
        graph.addNode(
                OnnxNodes.node("Softmax", List.of(logits), TensorNames.PROBABILITIES, OnnxNodes.attribute("axis", 1)));
        graph.addOutput(OnnxNodes.value(TensorNames.PROBABILITIES, DataType.FLOAT, "batch", head.classes()));
        graph.addOutput(OnnxNodes.value(TensorNames.EMBEDDING, DataType.FLOAT, "batch", head.embeddingSize()));
        return backbone.toBuilder().setGraph(graph).build();
    }

    private static void linear(
            GraphProto.Builder graph,
            String input,
            String weightName,
            float[] weights,
            String biasName,
            float[] bias,
            int width,
            String output) {
        graph.addInitializer(OnnxTensors.floats(weightName, weights, bias.length, width));
        graph.addInitializer(OnnxTensors.floats(biasName, bias, bias.length));
        graph.addNode(
                OnnxNodes.node("Gemm", List.of(input, weightName, biasName), output, OnnxNodes.attribute("transB", 1)));
    }

    /**
     * Reads a head that {@link #append} added.
     *
     * @throws IllegalArgumentException there is none
     */
    public static Head read(ModelProto model) {
        Map<String, TensorProto> tensors = new HashMap<>();
        model.getGraph().getInitializerList().forEach(tensor -> tensors.put(tensor.getName(), tensor));
        TensorProto output = tensors.get(OUTPUT_WEIGHT);
        if (output == null || !tensors.containsKey(OUTPUT_BIAS)) {
            throw new IllegalArgumentException("it has no tensor '" + OUTPUT_WEIGHT + "'");
        }
        TensorProto hidden = tensors.get(HIDDEN_WEIGHT);
        int classes = (int) output.getDims(0);
        float[] weights = OnnxTensors.floats(output);
        float[] bias = OnnxTensors.floats(tensors.get(OUTPUT_BIAS));
        if (hidden == null) {
            return Head.linear((int) output.getDims(1), classes, weights, bias);
        }
        return new Head(
                (int) hidden.getDims(1),
                (int) hidden.getDims(0),
                classes,
                OnnxTensors.floats(hidden),
                OnnxTensors.floats(tensors.get(HIDDEN_BIAS)),
                weights,
                bias);
    }
}
