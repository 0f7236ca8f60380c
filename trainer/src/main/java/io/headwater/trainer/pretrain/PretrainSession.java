package io.headwater.trainer.pretrain;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.initializer.XavierInitializer.FactorType;
import ai.djl.training.initializer.XavierInitializer.RandomType;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;

/** The network in DJL's PyTorch engine on the CPU, with its optimizer: one step, one evaluation. */
final class PretrainSession implements AutoCloseable {
    private static final float COLOUR_WEIGHT = 0.5f;

    /** Sums over the pictures of a batch. */
    record Score(double loss, double categoryAccuracy, double colourAccuracy) {}

    private final int categories = PatternGenerator.categories().size();
    private final int colours = PatternGenerator.COLOURS;
    private final BackboneNetwork network;
    private final Model model;
    private final Trainer trainer;
    private final Loss loss = Loss.softmaxCrossEntropyLoss();

    PretrainSession(PretrainOptions options, LearningRateSchedule learningRate) {
        Engine.getEngine("PyTorch").setRandomSeed((int) options.seed());
        network = new BackboneNetwork(options.widths(), categories + 2 * colours);
        model = Model.newInstance(options.name(), Device.cpu(), "PyTorch");
        model.setBlock(network);
        DefaultTrainingConfig config = new DefaultTrainingConfig(loss)
                .optDevices(new Device[] {Device.cpu()})
                .optInitializer(new XavierInitializer(RandomType.GAUSSIAN, FactorType.IN, 2f), Parameter.Type.WEIGHT)
                .optOptimizer(
                        Optimizer.adam().optLearningRateTracker(learningRate).build());
        trainer = model.newTrainer(config);
        trainer.initialize(new Shape(options.batchSize(), 3, BackboneInput.SIZE, BackboneInput.SIZE));
    }

    BackboneNetwork network() {
        return network;
    }

    /** One optimizer step at full or half resolution; the score is null unless it is asked for, which costs time. */
    Score step(BatchSource.Batch batch, boolean half, boolean scored) {
        try (NDManager manager = model.getNDManager().newSubManager()) {
            NDArray images = images(manager, batch, half);
            NDArray logits;
            NDArray total;
            try (GradientCollector gradients = trainer.newGradientCollector()) {
                logits = trainer.forward(new NDList(images)).singletonOrThrow();
                total = loss(manager, logits, batch);
                gradients.backward(total);
            }
            trainer.step();
            return scored ? score(manager, logits, total, batch) : null;
        }
    }

    /** Lets the batch normalisation see a batch without changing the weights. */
    void observe(BatchSource.Batch batch) {
        try (NDManager manager = model.getNDManager().newSubManager();
                GradientCollector gradients = trainer.newGradientCollector()) {
            trainer.forward(new NDList(images(manager, batch, false)));
        }
    }

    Score evaluate(BatchSource.Batch batch) {
        try (NDManager manager = model.getNDManager().newSubManager()) {
            ParameterStore parameters = new ParameterStore(manager, false);
            NDArray logits = network.forward(parameters, new NDList(images(manager, batch, false)), false)
                    .singletonOrThrow();
            return score(manager, logits, loss(manager, logits, batch), batch);
        }
    }

    private NDArray images(NDManager manager, BatchSource.Batch batch, boolean half) {
        int size = BackboneInput.SIZE;
        Shape full = new Shape(batch.categories().length, 3, size, size);
        return half
                ? manager.create(halved(batch.pixels(), size), new Shape(full.get(0), 3, size / 2, size / 2))
                : manager.create(batch.pixels(), full);
    }

    private NDArray loss(NDManager manager, NDArray logits, BatchSource.Batch batch) {
        NDArray category = crossEntropy(logits, 0, categories, manager.create(batch.categories()));
        NDArray foreground = crossEntropy(logits, categories, colours, manager.create(batch.foregrounds()));
        NDArray background = crossEntropy(logits, categories + colours, colours, manager.create(batch.backgrounds()));
        return category.add(foreground.add(background).mul(COLOUR_WEIGHT));
    }

    private NDArray crossEntropy(NDArray logits, int first, int count, NDArray labels) {
        return loss.evaluate(new NDList(labels), new NDList(columns(logits, first, count)));
    }

    private Score score(NDManager manager, NDArray logits, NDArray total, BatchSource.Batch batch) {
        return new Score(
                total.getFloat(),
                accuracy(columns(logits, 0, categories), manager.create(batch.categories())),
                accuracy(columns(logits, categories, colours), manager.create(batch.foregrounds())));
    }

    private static NDArray columns(NDArray logits, int first, int count) {
        return logits.get(new NDIndex(":, " + first + ":" + (first + count)));
    }

    private static double accuracy(NDArray logits, NDArray labels) {
        return logits.argMax(1)
                .eq(labels)
                .toType(DataType.FLOAT32, false)
                .mean()
                .getFloat();
    }

    /** Means over squares of two by two pixels. */
    private static float[] halved(float[] pixels, int size) {
        float[] halved = new float[pixels.length / 4];
        int width = size / 2;
        for (int i = 0; i < halved.length; i++) {
            int source = 2 * (i / width) * size + 2 * (i % width);
            halved[i] =
                    0.25f * (pixels[source] + pixels[source + 1] + pixels[source + size] + pixels[source + size + 1]);
        }
        return halved;
    }

    @Override
    public void close() {
        trainer.close();
        model.close();
    }
}
