package io.headwater.trainer.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.GradientCollector;
import io.headwater.model.Head;
import io.headwater.trainer.internal.torch.AdamW;
import io.headwater.trainer.internal.torch.StepInput;
import java.util.ArrayList;
import java.util.List;

/**
 * A head in PyTorch. Everything that a step makes belongs to a manager of that step, gradients included: left with the
 * parameters' manager they would stay in native memory until training ends, about a megabyte a step.
 */
final class HeadNetwork implements AutoCloseable {

    private final Head shape;
    private final float dropout;
    private final NDManager manager;
    private final List<NDArray> parameters = new ArrayList<>();
    private final List<AdamW> optimisers = new ArrayList<>();
    private final StepInput rows = new StepInput();
    private final StepInput goals = new StepInput();
    private int steps;

    HeadNetwork(Head start, float dropout) {
        this.shape = start;
        this.dropout = dropout;
        this.manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        int width = start.hidden() == 0 ? start.embeddingSize() : start.hidden();
        if (start.hidden() > 0) {
            add(start.hiddenWeights(), new Shape(start.hidden(), start.embeddingSize()));
            add(start.hiddenBias(), new Shape(start.hidden()));
        }
        add(start.outputWeights(), new Shape(start.classes(), width));
        add(start.outputBias(), new Shape(start.classes()));
    }

    private void add(float[] values, Shape dimensions) {
        NDArray parameter = manager.create(values, dimensions);
        parameters.add(parameter);
        optimisers.add(new AdamW(parameter, manager));
    }

    /**
     * One step of Adam on the weighted cross-entropy.
     *
     * @param inputs {@code [n][d]}, row-major
     * @param targets {@code [n][classes]}, row-major: target probability × weight of the sample
     * @return the loss before the step, in nats
     */
    float step(float[] inputs, float[] targets, float learningRate, float weightDecay) {
        int n = targets.length / shape.classes();
        steps++;
        try (NDManager step = manager.newSubManager()) {
            step.tempAttachAll(parameters.toArray(NDArray[]::new));
            NDArray goal = goals.of(step, targets, new Shape(n, shape.classes()));
            NDArray loss;
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray logits = logits(rows.of(step, inputs, new Shape(n, shape.embeddingSize())), true);
                loss = logits.logSoftmax(1).mul(goal).sum().neg().div(goal.sum());
                collector.backward(loss);
            }
            optimisers.forEach(optimiser -> optimiser.update(step, learningRate, weightDecay));
            float value = loss.getFloat();
            if (!Float.isFinite(value)) {
                throw new EngineException("The loss is " + value + " after " + steps
                        + " steps: the learning rate is too high, or an embedding is not finite");
            }
            return value;
        }
    }

    /** Probabilities {@code [n][classes]}, row-major, for inputs {@code [n][d]}, row-major. */
    float[] probabilities(float[] inputs) {
        try (NDManager step = manager.newSubManager()) {
            step.tempAttachAll(parameters.toArray(NDArray[]::new));
            Shape all = new Shape(inputs.length / shape.embeddingSize(), shape.embeddingSize());
            return logits(rows.of(step, inputs, all), false).softmax(1).toFloatArray();
        }
    }

    private NDArray logits(NDArray inputs, boolean training) {
        NDArray x = inputs;
        if (shape.hidden() > 0) {
            x = Activation.relu(linear(x, 0));
        }
        if (training && dropout > 0) {
            x = Dropout.dropout(x, dropout, true).singletonOrThrow();
        }
        return linear(x, parameters.size() - 2);
    }

    private NDArray linear(NDArray inputs, int at) {
        NDList result = Linear.linear(inputs, parameters.get(at), parameters.get(at + 1));
        return result.singletonOrThrow();
    }

    /** The weights as they are now. */
    Head head() {
        int last = parameters.size();
        float[] outputWeights = parameters.get(last - 2).toFloatArray();
        float[] outputBias = parameters.get(last - 1).toFloatArray();
        if (shape.hidden() == 0) {
            return Head.linear(shape.embeddingSize(), shape.classes(), outputWeights, outputBias);
        }
        return new Head(
                shape.embeddingSize(),
                shape.hidden(),
                shape.classes(),
                parameters.get(0).toFloatArray(),
                parameters.get(1).toFloatArray(),
                outputWeights,
                outputBias);
    }

    @Override
    public void close() {
        manager.close();
    }
}
