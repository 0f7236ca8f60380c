package io.headwater.model.testing;

import ai.djl.engine.Engine;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Map;

/** A network on ONNX Runtime as anybody would run it, without any code of Headwater: the reference for graph surgery. */
public final class PlainOnnx {

    private PlainOnnx() {}

    /** The network with an inner tensor among its outputs. */
    public static ModelProto exposing(ModelProto model, String tensor) {
        ModelProto.Builder result = model.toBuilder();
        result.getGraphBuilder().addOutput(OnnxBuilder.value(tensor, DataType.FLOAT, "N", "D"));
        return result.build();
    }

    /** ONNX Runtime's environment, of which a process has one: DJL does not start after another one has asked for it. */
    public static OrtEnvironment environment() {
        Engine.getEngine("OnnxRuntime");
        return OrtEnvironment.getEnvironment();
    }

    /** The named output for a float input of the given shape, flattened. */
    public static float[] run(ModelProto model, String input, float[] values, long[] shape, String output) {
        OrtEnvironment environment = environment();
        try (OrtSession session = environment.createSession(model.toByteArray());
                OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
                OrtSession.Result result = session.run(Map.of(input, tensor))) {
            FloatBuffer buffer = ((OnnxTensor) result.get(output).orElseThrow()).getFloatBuffer();
            float[] read = new float[buffer.remaining()];
            buffer.get(read);
            return read;
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * {@code (pixel - mean) / std}, channels first.
     *
     * @param pixels {@code [n][size][size][3]} RGB
     */
    public static float[] channelsFirst(byte[] pixels, int n, int size, float[] mean, float[] std, boolean bgr) {
        float[] values = new float[pixels.length];
        int plane = size * size;
        for (int image = 0; image < n; image++) {
            for (int at = 0; at < plane; at++) {
                for (int channel = 0; channel < 3; channel++) {
                    float pixel = pixels[(image * plane + at) * 3 + channel] & 0xff;
                    int target = bgr ? 2 - channel : channel;
                    values[(image * 3 + target) * plane + at] = (pixel - mean[channel]) / std[channel];
                }
            }
        }
        return values;
    }
}
