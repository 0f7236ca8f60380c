package io.headwater.trainer.internal.tail;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.headwater.model.Head;
import io.headwater.trainer.internal.torch.AdamW;
import io.headwater.trainer.internal.torch.HeadLayers;
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
    private final int classes;
    private final NDManager manager;
    private final NDArray mean;
    private final float scale;
    private final HeadLayers head;
    private final List<AdamW> tailOptimisers = new ArrayList<>();

    /**
     * @param tail closed with the network
     * @param standardisation between the two, fixed
     * @param start head for standardised embeddings
     * @param seed of the units that a step leaves out
     */
    public TailNetwork(
            TailGraph tail, NDManager parent, Standardisation standardisation, Head start, float dropout, long seed) {
        this.tail = tail;
        this.classes = start.classes();
        this.manager = parent.newSubManager();
        this.mean = manager.create(standardisation.mean());
        this.scale = standardisation.scale();
        tail.parameters().values().forEach(parameter -> tailOptimisers.add(new AdamW(parameter)));
        this.head = new HeadLayers(start, dropout, seed, manager);
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
            NDArray goal = step.create(targets, new Shape(targets.length / classes, classes));
            NDArray loss;
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray embeddings = standardised(step, tail.forward(step, activations));
                loss = HeadLayers.loss(head.trainingLogits(step, embeddings), goal);
                collector.backward(loss);
            }
            float value = loss.getFloat();
            if (!Float.isFinite(value)) {
                throw new EngineException("The loss is " + value
                        + ": the learning rate is too high, an image's values are not finite, or DNNL_MAX_CPU_ISA=SSE41 is missing in the"
                        + " environment");
            }
            tailOptimisers.forEach(optimiser -> optimiser.update(step, tailRate, 0));
            head.update(step, headRate, weightDecay);
            return value;
        }
    }

    /** Probabilities {@code [n][classes]}, row-major, for activations {@code [n][activationSize]}, row-major. */
    public float[] probabilities(float[] activations) {
        try (NDManager step = manager.newSubManager()) {
            return head.logits(step, standardised(step, tail.forward(step, activations)))
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

    private NDArray standardised(NDManager step, NDArray embeddings) {
        step.tempAttachAll(mean);
        return embeddings.sub(mean).mul(scale);
    }

    /** The tail's weights as they are now, by the name of their initializer. */
    public Map<String, float[]> weights() {
        Map<String, float[]> weights = new LinkedHashMap<>();
        tail.parameters().forEach((name, parameter) -> weights.put(name, parameter.toFloatArray()));
        return weights;
    }

    /** The head for standardised embeddings as it is now. */
    public Head head() {
        return head.head();
    }

    @Override
    public void close() {
        tail.close();
        manager.close();
    }
}
