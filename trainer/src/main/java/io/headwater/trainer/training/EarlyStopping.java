package io.headwater.trainer.training;

/** Watches the loss on samples that are left out of a fit, and says when it no longer falls. */
final class EarlyStopping {

    private static final double SMALLEST_PROBABILITY = 1e-7;

    private final TrainingSet set;
    private final int[] samples;
    private final float[] inputs;
    private final int patience;
    private double bestLoss = Double.POSITIVE_INFINITY;
    private int bestEpoch;

    EarlyStopping(TrainingSet set, Standardisation standardisation, int[] samples, int patience) {
        this.set = set;
        this.samples = samples;
        this.inputs = HeadTrainer.inputs(set, standardisation, samples);
        this.patience = patience;
    }

    boolean shouldStop(HeadNetwork network, int epoch) {
        float[] probabilities = network.probabilities(inputs);
        double loss = 0;
        for (int i = 0; i < samples.length; i++) {
            double probability = probabilities[i * set.classes() + set.targets()[samples[i]]];
            loss -= Math.log(Math.max(probability, SMALLEST_PROBABILITY));
        }
        if (loss < bestLoss) {
            bestLoss = loss;
            bestEpoch = epoch;
        }
        return epoch - bestEpoch >= patience;
    }

    int bestEpoch() {
        return bestEpoch;
    }
}
