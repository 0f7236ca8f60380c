package io.headwater.trainer.internal.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * One parameter's optimiser: I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization" (2019).
 *
 * <p>Computed here, in PyTorch's memory, in one pass: with an operation of PyTorch's for each term of the formula it would be a
 * dozen.
 */
public final class AdamW {

    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    /** Values that are worked on at once: few enough for a core's own cache. */
    private static final int BLOCK = 2048;

    private final NDArray parameter;
    private final FloatBuffer memory;
    private final boolean isBias;
    private final float[] values = new float[BLOCK];
    private final float[] slopes = new float[BLOCK];

    /** By block, the first moment ÷ (1 - beta1). */
    private final float[][] momentum;

    /** By block, the second moment ÷ (1 - beta2). */
    private final float[][] energy;

    private int steps;

    public AdamW(NDArray parameter) {
        this.parameter = parameter;
        this.memory = memory(parameter);
        this.isBias = parameter.getShape().dimension() == 1;
        int blocks = (memory.capacity() + BLOCK - 1) / BLOCK;
        this.momentum = new float[blocks][BLOCK];
        this.energy = new float[blocks][BLOCK];
        parameter.setRequiresGradient(true);
    }

    private static FloatBuffer memory(NDArray array) {
        ByteBuffer bytes = array.toByteBuffer(true);
        if (!bytes.isDirect()) {
            throw new IllegalStateException("PyTorch does not let its memory be written: " + array);
        }
        return bytes.order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    /**
     * Applies the gradient of the last backward pass, and clears it.
     *
     * @param step frees what is made
     */
    public void update(NDManager step, float learningRate, float weightDecay) {
        steps++;
        NDArray gradient = parameter.getGradient();
        step.tempAttachAll(gradient);
        FloatBuffer slope = memory(gradient);
        double scale = Math.sqrt((1 - Math.pow(BETA2, steps)) / (1 - BETA2));
        float factor = (float) (learningRate * scale * (1 - BETA1) / (1 - Math.pow(BETA1, steps)));
        float epsilon = (float) (EPSILON * scale);
        float kept = isBias ? 1 : 1 - learningRate * weightDecay;
        for (int block = 0; block < momentum.length; block++) {
            int from = block * BLOCK;
            int size = Math.min(BLOCK, memory.capacity() - from);
            slope.get(from, slopes, 0, size);
            memory.get(from, values, 0, size);
            moments(slopes, momentum[block], energy[block], size);
            move(values, momentum[block], energy[block], size, factor, epsilon, kept);
            memory.put(from, values, 0, size);
            // PyTorch adds every backward pass to what is there.
            Arrays.fill(slopes, 0);
            slope.put(from, slopes, 0, size);
        }
    }

    // Two loops over arrays only, which the compiler makes vector instructions of.

    private static void moments(float[] slopes, float[] momentum, float[] energy, int size) {
        for (int i = 0; i < size; i++) {
            momentum[i] = (float) BETA1 * momentum[i] + slopes[i];
            energy[i] = (float) BETA2 * energy[i] + slopes[i] * slopes[i];
        }
    }

    private static void move(
            float[] values, float[] momentum, float[] energy, int size, float factor, float epsilon, float kept) {
        for (int i = 0; i < size; i++) {
            values[i] = kept * values[i] - factor * momentum[i] / ((float) Math.sqrt(energy[i]) + epsilon);
        }
    }
}
