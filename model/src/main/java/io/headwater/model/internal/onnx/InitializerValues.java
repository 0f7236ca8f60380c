package io.headwater.model.internal.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Gives initializers of a graph other values. */
public final class InitializerValues {

    private InitializerValues() {}

    /**
     * The graph with these values; shapes stay.
     *
     * @throws IllegalArgumentException there is no float initializer of that name and length
     */
    public static GraphProto replace(GraphProto graph, Map<String, float[]> values) {
        GraphProto.Builder result = graph.toBuilder();
        Set<String> missing = new HashSet<>(values.keySet());
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            TensorProto tensor = graph.getInitializer(i);
            float[] replacement = values.get(tensor.getName());
            if (replacement == null) {
                continue;
            }
            int length = OnnxTensors.floats(tensor).length;
            if (length != replacement.length) {
                throw new IllegalArgumentException(
                        tensor.getName() + " holds " + length + " values, not " + replacement.length);
            }
            long[] dims =
                    tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
            result.setInitializer(i, OnnxTensors.floats(tensor.getName(), replacement, dims));
            missing.remove(tensor.getName());
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("The graph has no initializers " + missing);
        }
        return result.build();
    }
}
