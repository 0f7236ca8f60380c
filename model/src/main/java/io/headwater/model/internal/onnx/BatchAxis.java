package io.headwater.model.internal.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;
import java.util.Set;

/** Makes a graph that was exported for a fixed batch take any. */
final class BatchAxis {

    private BatchAxis() {}

    /**
     * Replaces the leading dimension of constant shapes of Reshape, where it is the exported batch, by "as the input".
     *
     * @param batch what the graph was exported for
     */
    static GraphProto makeDynamic(GraphProto graph, String input, long batch) {
        GraphIndex index = new GraphIndex(graph);
        Set<String> dataDependent = index.dependents(List.of(input));
        GraphProto.Builder result = graph.toBuilder();
        for (int i = 0; i < graph.getNodeCount(); i++) {
            NodeProto node = graph.getNode(i);
            if (!node.getOpType().equals("Reshape") || !dataDependent.contains(node.getInput(0))) {
                continue;
            }
            TensorProto shape = index.initializer(node.getInput(1));
            if (shape == null || shape.getDataType() != DataType.INT64.getNumber()) {
                continue;
            }
            long[] dims = OnnxTensors.longs(shape);
            if (dims.length > 1 && dims[0] == batch) {
                dims[0] = 0;
                String name = TensorNames.PREFIX + "shape." + i;
                result.addInitializer(OnnxTensors.longs(name, dims));
                // Without allowzero a 0 means: as in the input.
                result.setNode(i, node.toBuilder().setInput(1, name).clearAttribute());
            }
        }
        return result.build();
    }
}
