package io.headwater.trainer.internal.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import io.headwater.model.Head;
import java.util.ArrayList;
import java.util.List;

/** A head's layers in PyTorch, with their optimisers. Inputs are standardised embeddings. */
public final class HeadLayers {

    private final Head shape;
    private final NDManager manager;
    private final DropoutMask dropout;
    private final List<NDArray> parameters = new ArrayList<>();
    private final List<AdamW> optimisers = new ArrayList<>();

    /**
     * @param start the weights to begin with
     * @param dropout share of the last layer's inputs that a training step leaves out
     * @param seed of what is left out
     * @param manager owns the weights
     */
    public HeadLayers(Head start, float dropout, long seed, NDManager manager) {
        this.shape = start;
        this.manager = manager;
        this.dropout = dropout > 0 ? new DropoutMask(dropout, seed) : null;
        if (start.hidden() > 0) {
            add(start.hiddenWeights(), new Shape(start.hidden(), start.embeddingSize()));
            add(start.hiddenBias(), new Shape(start.hidden()));
        }
        add(start.outputWeights(), new Shape(start.classes(), width()));
        add(start.outputBias(), new Shape(start.classes()));
    }

    private void add(float[] values, Shape dimensions) {
        NDArray parameter = manager.create(values, dimensions);
        parameters.add(parameter);
        optimisers.add(new AdamW(parameter));
    }

    private int width() {
        return shape.hidden() == 0 ? shape.embeddingSize() : shape.hidden();
    }

    /** Logits {@code [n][classes]} of inputs {@code [n][d]}. */
    public NDArray logits(NDManager step, NDArray inputs) {
        step.tempAttachAll(parameters.toArray(NDArray[]::new));
        return last(hidden(inputs));
    }

    /** The same in training, with some units left out. */
    public NDArray trainingLogits(NDManager step, NDArray inputs) {
        step.tempAttachAll(parameters.toArray(NDArray[]::new));
        NDArray x = hidden(inputs);
        if (dropout != null) {
            x = x.mul(dropout.next(step, (int) x.getShape().get(0), width()));
        }
        return last(x);
    }

    private NDArray hidden(NDArray inputs) {
        return shape.hidden() == 0 ? inputs : Activation.relu(linear(inputs, 0));
    }

    private NDArray last(NDArray inputs) {
        return linear(inputs, parameters.size() - 2);
    }

    private NDArray linear(NDArray inputs, int at) {
        return Linear.linear(inputs, parameters.get(at), parameters.get(at + 1)).singletonOrThrow();
    }

    /**
     * Cross-entropy in nats, weighted.
     *
     * @param targets {@code [n][classes]}: target probability × weight of the sample
     */
    public static NDArray loss(NDArray logits, NDArray targets) {
        return logits.logSoftmax(1).mul(targets).sum().neg().div(targets.sum());
    }

    /** Applies the gradients of the last backward pass. */
    public void update(NDManager step, float learningRate, float weightDecay) {
        optimisers.forEach(optimiser -> optimiser.update(step, learningRate, weightDecay));
    }

    /** The weights as they are now. */
    public Head head() {
        int last = parameters.size();
        boolean hidden = shape.hidden() > 0;
        return new Head(
                shape.embeddingSize(),
                shape.hidden(),
                shape.classes(),
                hidden ? parameters.get(0).toFloatArray() : new float[0],
                hidden ? parameters.get(1).toFloatArray() : new float[0],
                parameters.get(last - 2).toFloatArray(),
                parameters.get(last - 1).toFloatArray());
    }
}
