package io.headwater.model.internal.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.headwater.model.UnsupportedModelException;
import io.headwater.model.internal.runtime.OnnxRuntime;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

/** Asks ONNX Runtime for the shape of an inner tensor. */
public final class TensorShape {

    private TensorShape() {}

    /**
     * The tensor's dimensions for one image, without the batch.
     *
     * @param model from {@code image}, with all its weights inside
     * @throws UnsupportedModelException the tensor is not a float tensor with the batch as its first dimension
     */
    public static long[] perImage(ModelProto model, String tensor, int inputSize) {
        GraphProto graph = model.getGraph().toBuilder()
                .clearOutput()
                .addOutput(ValueInfoProto.newBuilder().setName(tensor))
                .build();
        ByteBuffer image = ByteBuffer.allocateDirect(2 * inputSize * inputSize * 3);
        try (OrtSession.SessionOptions options = OnnxRuntime.cpuOptions(1);
                OrtSession session = OnnxRuntime.environment()
                        .createSession(model.toBuilder().setGraph(graph).build().toByteArray(), options);
                OnnxTensor input = OnnxTensor.createTensor(
                        OnnxRuntime.environment(), image, new long[] {2, inputSize, inputSize, 3}, OnnxJavaType.UINT8);
                OrtSession.Result result = session.run(Map.of(TensorNames.IMAGE, input))) {
            TensorInfo info = (TensorInfo) result.get(0).getInfo();
            long[] shape = info.getShape();
            if (info.type != OnnxJavaType.FLOAT || shape.length < 2 || shape[0] != 2) {
                throw new UnsupportedModelException("The tensor '" + tensor + "' is " + info.type + " "
                        + Arrays.toString(shape) + " for two images: not one array of floats per image");
            }
            return Arrays.copyOfRange(shape, 1, shape.length);
        } catch (OrtException e) {
            throw new UnsupportedModelException(
                    "The network cannot be run up to the tensor '" + tensor + "': " + e.getMessage(), e);
        }
    }
}
