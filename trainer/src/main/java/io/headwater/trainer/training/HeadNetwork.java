package io.headwater.trainer.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.headwater.model.Head;
import io.headwater.trainer.internal.torch.HeadLayers;
import io.headwater.trainer.internal.torch.StepInput;

/**
 * A head behind the standardisation of its embeddings, in PyTorch. Everything that a step makes belongs to a manager of that
 * step, gradients included: left with the parameters' manager they would stay in native memory until training ends, about a
 * megabyte a step.
 */
final class HeadNetwork implements AutoCloseable {

    private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    private final HeadLayers layers;
    private final NDArray mean;
    private final float scale;
    private final int classes;
    private final StepInput rows = new StepInput();
    private final StepInput goals = new StepInput();
    private int steps;

    /**
     * @param start takes standardised embeddings
     * @param seed of the units that a step leaves out
     */
    HeadNetwork(Head start, Standardisation standardisation, float dropout, long seed) {
        this.layers = new HeadLayers(start, dropout, seed, manager);
        this.mean = manager.create(standardisation.mean());
        this.scale = standardisation.scale();
        this.classes = start.classes();
    }

    /**
     * One step of Adam on the weighted cross-entropy.
     *
     * @param embeddings {@code [n][d]}, as they are
     * @param targets {@code [n][classes]}, row-major: target probability × weight of the sample
     * @return the loss before the step, in nats
     */
    float step(float[][] embeddings, float[] targets, float learningRate, float weightDecay) {
        steps++;
        try (NDManager step = manager.newSubManager()) {
            NDArray goal = goals.of(step, targets, new Shape(embeddings.length, classes));
            NDArray inputs = standardised(step, embeddings);
            NDArray loss;
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                loss = HeadLayers.loss(layers.trainingLogits(step, inputs), goal);
                collector.backward(loss);
            }
            layers.update(step, learningRate, weightDecay);
            float value = loss.getFloat();
            if (!Float.isFinite(value)) {
                throw new EngineException("The loss is " + value + " after " + steps
                        + " steps: the learning rate is too high, or an embedding is not finite");
            }
            return value;
        }
    }

    /** Probabilities {@code [n][classes]}, row-major, for embeddings {@code [n][d]}. */
    float[] probabilities(float[][] embeddings) {
        try (NDManager step = manager.newSubManager()) {
            return layers.logits(step, standardised(step, embeddings))
                    .softmax(1)
                    .toFloatArray();
        }
    }

    /** In place: the rows are in memory that is overwritten with every step anyway. */
    private NDArray standardised(NDManager step, float[][] embeddings) {
        step.tempAttachAll(mean);
        return rows.of(step, embeddings).subi(mean).muli(scale);
    }

    /** The weights as they are now, for standardised embeddings. */
    Head head() {
        return layers.head();
    }

    @Override
    public void close() {
        manager.close();
    }
}
