package io.headwater.model.internal.quantisation;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.headwater.model.InferenceException;
import io.headwater.model.internal.onnx.TensorNames;
import io.headwater.model.internal.runtime.OnnxRuntime;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Runs images through a float graph on ONNX Runtime and looks at inner tensors. */
final class Calibrator implements AutoCloseable {

    private final int inputSize;
    private final Map<String, ActivationStatistics> statistics = new HashMap<>();
    private final OrtSession.SessionOptions options;
    private final OrtSession session;

    /**
     * @param model from {@code image}, with all its weights inside
     * @param tensors float tensors to look at
     */
    Calibrator(ModelProto model, Set<String> tensors, int inputSize, int threads) {
        this.inputSize = inputSize;
        GraphProto.Builder graph = model.getGraph().toBuilder().clearOutput();
        for (String tensor : tensors) {
            statistics.put(tensor, new ActivationStatistics());
            graph.addOutput(floatOfAnyShape(tensor));
        }
        this.options = OnnxRuntime.cpuOptions(threads);
        try {
            this.session = OnnxRuntime.environment()
                    .createSession(model.toBuilder().setGraph(graph).build().toByteArray(), options);
        } catch (OrtException e) {
            options.close();
            throw failed(e);
        }
    }

    private static ValueInfoProto floatOfAnyShape(String tensor) {
        TypeProto.Tensor type = TypeProto.Tensor.newBuilder()
                .setElemType(DataType.FLOAT.getNumber())
                .build();
        return ValueInfoProto.newBuilder()
                .setName(tensor)
                .setType(TypeProto.newBuilder().setTensorType(type))
                .build();
    }

    /** Takes one image in: {@code size * size * 3} bytes RGB in a direct buffer. */
    void add(ByteBuffer image) {
        long[] shape = {1, inputSize, inputSize, 3};
        try (OnnxTensor input = OnnxTensor.createTensor(OnnxRuntime.environment(), image, shape, OnnxJavaType.UINT8);
                OrtSession.Result result = session.run(Map.of(TensorNames.IMAGE, input))) {
            for (Map.Entry<String, OnnxValue> output : result) {
                OnnxTensor tensor = (OnnxTensor) output.getValue();
                statistics
                        .get(output.getKey())
                        .add(tensor.getFloatBuffer(), tensor.getInfo().getShape());
            }
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    /** What was seen of each tensor. */
    Map<String, ActivationStatistics> statistics() {
        return statistics;
    }

    private static InferenceException failed(OrtException e) {
        return new InferenceException("The backbone cannot be run for its quantisation: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw failed(e);
        } finally {
            options.close();
        }
    }
}
