package io.headwater.trainer.internal.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** One parameter's optimiser: I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization" (2019). */
public final class AdamW {

    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final NDArray parameter;
    /** The first moment ÷ (1 - beta1). */
    private final NDArray momentum;

    /** The second moment ÷ (1 - beta2). */
    private final NDArray energy;

    private int steps;

    public AdamW(NDArray parameter, NDManager manager) {
        this.parameter = parameter;
        this.momentum = manager.zeros(parameter.getShape());
        this.energy = manager.zeros(parameter.getShape());
        parameter.setRequiresGradient(true);
    }

    /**
     * Applies the gradient of the last backward pass, and clears it; what it makes belongs to the step's manager.
     *
     * <p>Nearly everything is computed in place: tensors of the size of a head's weights made and freed at every step cost
     * more than the arithmetic, as the memory comes from the system anew each time.
     */
    public void update(NDManager step, float learningRate, float weightDecay) {
        steps++;
        NDArray gradient = parameter.getGradient();
        // Off for the whole update: whether PyTorch records operations differs from thread to thread.
        parameter.setRequiresGradient(false);
        step.tempAttachAll(gradient, momentum, energy);
        momentum.muli((float) BETA1).addi(gradient);
        energy.muli((float) BETA2).addi(gradient.muli(gradient));
        double correction = Math.sqrt(1 - Math.pow(BETA2, steps)) / (1 - Math.pow(BETA1, steps));
        NDArray deviation = energy.sqrt().addi((float) (EPSILON / Math.sqrt(1 - BETA2)));
        // Not copyTo: DJL 0.35 then lets the tensor live in a buffer that is collected while it is still in use.
        gradient.subi(gradient).addi(momentum);
        gradient.divi(deviation).muli((float) (learningRate * correction * (1 - BETA1) / Math.sqrt(1 - BETA2)));
        boolean isBias = parameter.getShape().dimension() == 1;
        if (weightDecay > 0 && !isBias) {
            parameter.muli(1 - learningRate * weightDecay);
        }
        parameter.subi(gradient);
        // PyTorch adds every backward pass to what is there.
        gradient.subi(gradient);
        parameter.setRequiresGradient(true);
    }
}
