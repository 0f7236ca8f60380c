package io.headwater.model.internal.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.headwater.model.UnsupportedModelException;
import io.headwater.model.internal.runtime.OnnxRuntime;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/** Runs an embedding graph before it is accepted: what it gives must be one finite vector per image, whatever the batch. */
public final class EmbeddingCheck {

    private static final int BATCH = 3;
    /** Different batch sizes may take different kernels; float32 leaves that much, relative to the largest value. */
    private static final float TOLERANCE = 1e-3f;

    private EmbeddingCheck() {}

    /**
     * Length of the embedding.
     *
     * @param model with all its weights inside
     * @throws UnsupportedModelException ONNX Runtime refuses it, or an image's embedding depends on its batch
     */
    public static int embeddingSize(ModelProto model, int inputSize, String file) {
        byte[] images = new byte[BATCH * inputSize * inputSize * 3];
        new Random(1).nextBytes(images);
        int imageBytes = images.length / BATCH;
        try (OrtSession.SessionOptions options = OnnxRuntime.cpuOptions(1);
                OrtSession session = OnnxRuntime.environment().createSession(model.toByteArray(), options)) {
            float[][] together = run(session, images, BATCH, inputSize);
            if (together.length != BATCH) {
                throw new UnsupportedModelException(file + " gives " + together.length + " feature vectors for " + BATCH
                        + " images: export it with a dynamic batch axis");
            }
            for (int i = 0; i < BATCH; i++) {
                byte[] image = Arrays.copyOfRange(images, i * imageBytes, (i + 1) * imageBytes);
                requireSame(run(session, image, 1, inputSize)[0], together[i], file);
            }
            return together[0].length;
        } catch (OrtException e) {
            throw new UnsupportedModelException(
                    file + " cannot be run from a batch of images up to its features: " + e.getMessage()
                            + ". Export it with a dynamic batch axis, and check size= and the network's input",
                    e);
        }
    }

    private static float[][] run(OrtSession session, byte[] images, int n, int inputSize) throws OrtException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(images.length).put(images).flip();
        long[] shape = {n, inputSize, inputSize, 3};
        try (OnnxTensor input = OnnxTensor.createTensor(OnnxRuntime.environment(), buffer, shape, OnnxJavaType.UINT8);
                OrtSession.Result result = session.run(Map.of(TensorNames.IMAGE, input))) {
            return (float[][]) result.get(0).getValue();
        }
    }

    private static void requireSame(float[] alone, float[] together, String file) {
        float scale = 1;
        float difference = 0;
        for (int i = 0; i < alone.length; i++) {
            if (!Float.isFinite(alone[i])) {
                throw new UnsupportedModelException(file + " gives features that are not finite numbers: check mean and"
                        + " std, and that the weights are intact");
            }
            scale = Math.max(scale, Math.abs(alone[i]));
            difference = Math.max(difference, Math.abs(alone[i] - together[i]));
        }
        if (difference > TOLERANCE * scale) {
            throw new UnsupportedModelException(file + " gives an image other features when other images are in the"
                    + " batch: export it in inference mode and with a dynamic batch axis");
        }
    }
}
