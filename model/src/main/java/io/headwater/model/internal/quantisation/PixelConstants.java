package io.headwater.model.internal.quantisation;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.headwater.model.internal.onnx.OnnxTensors;
import io.headwater.model.internal.onnx.TensorNames;
import java.util.List;

/**
 * Repeats the preprocessing's constants for each pixel of a row: the same results, but ONNX Runtime then subtracts and
 * divides whole rows instead of three numbers at a time, which took 1.1 of 4.2 ms of an int8 MobileNetV2.
 */
final class PixelConstants {

    private PixelConstants() {}

    /** @param width of the image input in pixels */
    static GraphProto repeat(GraphProto graph, int width) {
        GraphProto.Builder result = graph.toBuilder();
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            TensorProto tensor = graph.getInitializer(i);
            if (tensor.getName().startsWith(TensorNames.PREFIX)
                    && tensor.getDataType() == DataType.FLOAT.getNumber()
                    && tensor.getDimsList().equals(List.of(1L, 1L, 1L, 3L))) {
                result.setInitializer(i, repeated(tensor, width));
            }
        }
        return result.build();
    }

    private static TensorProto repeated(TensorProto tensor, int width) {
        float[] channels = OnnxTensors.floats(tensor);
        float[] row = new float[width * channels.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = channels[i % channels.length];
        }
        return OnnxTensors.floats(tensor.getName(), row, 1, 1, width, channels.length);
    }
}
