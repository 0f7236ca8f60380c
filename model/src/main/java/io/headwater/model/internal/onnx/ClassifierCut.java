package io.headwater.model.internal.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.headwater.model.UnsupportedModelException;
import java.util.List;
import java.util.Set;

/**
 * Where the features end and the classifier begins.
 *
 * @param tensor the features
 * @param dense the classifier's Gemm or MatMul; null for a graph that ends with the features
 */
record ClassifierCut(String tensor, NodeProto dense) {

    private static final Set<String> DENSE = Set.of("Gemm", "MatMul");
    /** What does not come after a classifier: such a Gemm or MatMul is inside the network. */
    private static final Set<String> SPATIAL =
            Set.of("Conv", "ConvTranspose", "GlobalAveragePool", "AveragePool", "MaxPool", "GlobalMaxPool");

    /**
     * The data input of the last Gemm or MatMul with constant weights on the way to the first output. A graph with an
     * output {@code embedding} is a feature extractor already.
     */
    static ClassifierCut find(GraphProto graph, String file) {
        String features = TensorNames.free(TensorNames.EMBEDDING);
        for (ValueInfoProto output : graph.getOutputList()) {
            if (output.getName().equals(features)) {
                return new ClassifierCut(features, null);
            }
        }
        GraphIndex index = new GraphIndex(graph);
        Set<String> dataDependent = index.dependents(
                graph.getInputList().stream().map(ValueInfoProto::getName).toList());
        List<NodeProto> path = index.ancestors(List.of(graph.getOutput(0).getName()));
        for (int i = path.size() - 1; i >= 0; i--) {
            NodeProto node = path.get(i);
            if (SPATIAL.contains(node.getOpType())) {
                throw new UnsupportedModelException(file + " does not end in a Gemm or MatMul: its last layer is "
                        + node.getOpType() + " '" + node.getName() + "'. Export a classifier whose last layer is fully"
                        + " connected, or the feature extractor alone with its output named '" + TensorNames.EMBEDDING
                        + "'");
            }
            if (DENSE.contains(node.getOpType())
                    && dataDependent.contains(node.getInput(0))
                    && !dataDependent.contains(node.getInput(1))) {
                return new ClassifierCut(behindIdentities(index, node.getInput(0)), node);
            }
        }
        throw new UnsupportedModelException(file + " has no Gemm or MatMul: it is not a classifier whose last layer is"
                + " fully connected. Export the feature extractor alone, with its output named '"
                + TensorNames.EMBEDDING + "'");
    }

    /** Dropout and Identity change nothing in inference: the features are what goes into them. */
    private static String behindIdentities(GraphIndex index, String tensor) {
        String at = tensor;
        for (NodeProto node = index.producer(at); node != null; node = index.producer(at)) {
            if (!node.getOpType().equals("Dropout") && !node.getOpType().equals("Identity")) {
                break;
            }
            at = node.getInput(0);
        }
        return at;
    }

    /** Gemm takes matrices only; what MatMul takes may have axes of length 1 between. */
    boolean needsFlatten() {
        return dense == null || dense.getOpType().equals("MatMul");
    }
}
