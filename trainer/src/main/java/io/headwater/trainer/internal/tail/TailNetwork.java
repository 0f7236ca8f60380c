package io.headwater.trainer.internal.tail;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.GradientCollector;
import io.headwater.model.Head;
import io.headwater.trainer.internal.torch.AdamW;
import io.headwater.trainer.training.Standardisation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A tail with a head behind it, trained together. Everything that a step makes, gradients included, belongs to a
 * manager of that step: native memory stays flat.
 */
public final class TailNetwork implements AutoCloseable {

    private final TailGraph tail;
    private final Head shape;
    private final float dropout;
    private final NDManager manager;
    private final NDArray mean;
    private final float scale;
    private final List<NDArray> headParameters = new ArrayList<>();
    private final List<AdamW> tailOptimisers = new ArrayList<>();
    private final List<AdamW> headOptimisers = new ArrayList<>();

    /**
     * @param tail closed with the network
     * @param standardisation between the two, fixed
     * @param start head for standardised embeddings
     */
    public TailNetwork(TailGraph tail, NDManager parent, Standardisation standardisation, Head start, float dropout) {
        this.tail = tail;
        this.shape = start;
        this.dropout = dropout;
        this.manager = parent.newSubManager();
        this.mean = manager.create(standardisation.mean());
        this.scale = standardisation.scale();
        tail.parameters().values().forEach(parameter -> tailOptimisers.add(new AdamW(parameter, manager)));
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
        headParameters.add(parameter);
        headOptimisers.add(new AdamW(parameter, manager));
    }

    /**
     * One step on the weighted cross-entropy.
     *
     * @param activations {@code [n][activationSize]}, row-major
     * @param targets {@code [n][classes]}, row-major: target probability × weight of the sample
     * @param weightDecay of the head; the tail has none, it starts where it should stay near
     * @return the loss before the step, in nats
     */
    public float step(float[] activations, float[] targets, float tailRate, float headRate, float weightDecay) {
        try (NDManager step = manager.newSubManager()) {
            NDArray goal = step.create(targets, new Shape(targets.length / shape.classes(), shape.classes()));
            NDArray loss;
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray logits = logits(step, tail.forward(step, activations), true);
                loss = logits.logSoftmax(1).mul(goal).sum().neg().div(goal.sum());
                collector.backward(loss);
            }
            float value = loss.getFloat();
            if (!Float.isFinite(value)) {
                throw new EngineException("The loss is " + value
                        + ": the learning rate is too high, an image's values are not finite, or DNNL_MAX_CPU_ISA=SSE41 is missing in the"
                        + " environment");
            }
            tailOptimisers.forEach(optimiser -> optimiser.update(step, tailRate, 0));
            headOptimisers.forEach(optimiser -> optimiser.update(step, headRate, weightDecay));
            return value;
        }
    }

    /** Probabilities {@code [n][classes]}, row-major, for activations {@code [n][activationSize]}, row-major. */
    public float[] probabilities(float[] activations) {
        try (NDManager step = manager.newSubManager()) {
            return logits(step, tail.forward(step, activations), false)
                    .softmax(1)
                    .toFloatArray();
        }
    }

    /** Embeddings {@code [n][d]}, row-major, for activations {@code [n][activationSize]}, row-major. */
    public float[] embeddings(float[] activations) {
        try (NDManager step = manager.newSubManager()) {
            return tail.forward(step, activations).toFloatArray();
        }
    }

    private NDArray logits(NDManager step, NDArray embeddings, boolean training) {
        step.tempAttachAll(headParameters.toArray(NDArray[]::new));
        step.tempAttachAll(mean);
        NDArray x = embeddings.sub(mean).mul(scale);
        if (shape.hidden() > 0) {
            x = Activation.relu(linear(x, 0));
        }
        if (training && dropout > 0) {
            x = Dropout.dropout(x, dropout, true).singletonOrThrow();
        }
        return linear(x, headParameters.size() - 2);
    }

    private NDArray linear(NDArray inputs, int at) {
        return Linear.linear(inputs, headParameters.get(at), headParameters.get(at + 1))
                .singletonOrThrow();
    }

    /** The tail's weights as they are now, by the name of their initializer. */
    public Map<String, float[]> weights() {
        Map<String, float[]> weights = new LinkedHashMap<>();
        tail.parameters().forEach((name, parameter) -> weights.put(name, parameter.toFloatArray()));
        return weights;
    }

    /** The head for standardised embeddings as it is now. */
    public Head head() {
        int last = headParameters.size();
        boolean hidden = shape.hidden() > 0;
        return new Head(
                shape.embeddingSize(),
                shape.hidden(),
                shape.classes(),
                hidden ? headParameters.get(0).toFloatArray() : new float[0],
                hidden ? headParameters.get(1).toFloatArray() : new float[0],
                headParameters.get(last - 2).toFloatArray(),
                headParameters.get(last - 1).toFloatArray());
    }

    @Override
    public void close() {
        tail.close();
        manager.close();
    }
}
