package io.headwater.trainer.training;

import io.headwater.model.Head;
import java.util.List;
import java.util.Random;

/** The weights that training begins with. */
final class HeadInitializer {

    private HeadInitializer() {}

    /** Random weights by He et al., "Delving Deep into Rectifiers" (2015): normal with variance 2 / inputs; bias zero. */
    static Head random(int embeddingSize, int hidden, int classes, long seed) {
        Random random = new Random(seed);
        if (hidden == 0) {
            // A linear probe is convex: it needs no random start.
            return Head.linear(embeddingSize, classes, new float[classes * embeddingSize], new float[classes]);
        }
        return new Head(
                embeddingSize,
                hidden,
                classes,
                normal(random, hidden * embeddingSize, Math.sqrt(2.0 / embeddingSize)),
                new float[hidden],
                normal(random, classes * hidden, Math.sqrt(1.0 / hidden)),
                new float[classes]);
    }

    /**
     * The fresh head with what a trained one knows: its hidden layer, and the outputs of the labels it knows. Where the
     * shapes differ the fresh head stays as it is.
     */
    static Head warm(Head fresh, List<String> labels, Head trained, List<String> trainedLabels) {
        if (trained.embeddingSize() != fresh.embeddingSize() || trained.hidden() != fresh.hidden()) {
            return fresh;
        }
        float[] outputWeights = fresh.outputWeights().clone();
        float[] outputBias = fresh.outputBias().clone();
        int width = outputWeights.length / fresh.classes();
        for (int row = 0; row < labels.size(); row++) {
            int known = trainedLabels.indexOf(labels.get(row));
            if (known >= 0) {
                System.arraycopy(trained.outputWeights(), known * width, outputWeights, row * width, width);
                outputBias[row] = trained.outputBias()[known];
            }
        }
        return new Head(
                fresh.embeddingSize(),
                fresh.hidden(),
                fresh.classes(),
                trained.hiddenWeights(),
                trained.hiddenBias(),
                outputWeights,
                outputBias);
    }

    private static float[] normal(Random random, int length, double deviation) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        return values;
    }
}
