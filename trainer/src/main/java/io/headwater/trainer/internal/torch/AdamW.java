package io.headwater.trainer.internal.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** One parameter's optimiser: I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization" (2019). */
public final class AdamW {

    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;

    private final NDArray parameter;
    private final NDArray mean;
    private final NDArray variance;
    private int steps;

    public AdamW(NDArray parameter, NDManager manager) {
        this.parameter = parameter;
        this.mean = manager.zeros(parameter.getShape());
        this.variance = manager.zeros(parameter.getShape());
        parameter.setRequiresGradient(true);
    }

    /** Applies the gradient of the last backward pass; what it makes belongs to the step's manager. */
    public void update(NDManager step, float learningRate, float weightDecay) {
        steps++;
        NDArray gradient = parameter.getGradient();
        // Off for the whole update: whether PyTorch records operations differs from thread to thread.
        parameter.setRequiresGradient(false);
        step.tempAttachAll(gradient, mean, variance);
        mean.muli(BETA1).addi(gradient.mul(1 - BETA1));
        variance.muli(BETA2).addi(gradient.square().mul(1 - BETA2));
        double rate = learningRate * Math.sqrt(1 - Math.pow(BETA2, steps)) / (1 - Math.pow(BETA1, steps));
        NDArray change = mean.mul((float) rate).div(variance.sqrt().add(EPSILON));
        boolean isBias = parameter.getShape().dimension() == 1;
        if (weightDecay > 0 && !isBias) {
            change = change.add(parameter.mul(learningRate * weightDecay));
        }
        parameter.subi(change);
        // PyTorch adds every backward pass to what is there.
        gradient.subi(gradient);
        parameter.setRequiresGradient(true);
    }
}
